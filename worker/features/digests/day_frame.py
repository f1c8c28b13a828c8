"""Day frame: what a person has set about a day: its plan, a day off, the hours they work; in bulk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.plan import Plan, PlanBlock
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.features.digests.recipient import Recipient

ClockTimes = tuple[dt.time, dt.time]
# Who has set nothing works Monday to Friday from 9 to 18 with an hour of lunch (models/tables/working_hours.py).
_USUAL: dict[int, ClockTimes] = {weekday: (dt.time(9), dt.time(18)) for weekday in range(5)}
_HABIT = PlanningHabit(member_id=0, workspace_id=0)


@dataclass(slots=True)
class DayFrame:
    """One person's day. `blocks` are the plan's (task, start) in its order; `capacity_minutes` None until loaded."""

    plan_id: int | None = None
    blocks: list[tuple[int, dt.datetime]] = field(default_factory=list)
    off: bool = False
    capacity_minutes: int | None = None


async def load_day_frames(
    session: AsyncSession, recipients: Sequence[Recipient]
) -> dict[tuple[int, dt.date], DayFrame]:
    """The frames by member and local day: four queries, however many the recipients are."""
    frames = {(one.speaker.member_id, one.local_on): DayFrame() for one in recipients}
    if not frames:
        return frames
    members, days = {member for member, _ in frames}, {day for _, day in frames}
    await _load_blocks(session, frames, members, days)
    off = select(DayOff).where(col(DayOff.member_id).in_(members), col(DayOff.last_on) >= min(days))
    for away in (await session.exec(off)).all():
        for (member, day), frame in frames.items():
            frame.off |= member == away.member_id and away.first_on <= day <= away.last_on
    await _load_capacity(session, frames, members)
    return frames


async def _load_blocks(
    session: AsyncSession,
    frames: dict[tuple[int, dt.date], DayFrame],
    members: set[int],
    days: set[dt.date],
) -> None:
    statement = (
        columns(
            col(Plan.member_id),
            col(Plan.local_on),
            col(Plan.id),
            col(PlanBlock.task_id),
            col(PlanBlock.starts_at),
        )
        .join(PlanBlock, col(PlanBlock.plan_id) == col(Plan.id))
        .where(
            col(Plan.member_id).in_(members),
            col(Plan.local_on).in_(days),
            col(Plan.state) == "current",
            col(PlanBlock.piece) == 1,
        )
        .order_by(col(PlanBlock.starts_at))
    )
    for member, day, plan, task, start in (await session.execute(statement)).tuples().all():
        if (member, day) in frames:
            frames[(member, day)].plan_id = plan
            frames[(member, day)].blocks.append((task, start))


async def _load_capacity(
    session: AsyncSession, frames: dict[tuple[int, dt.date], DayFrame], members: set[int]
) -> None:
    """The person's own hours of the weekday without lunch; the usual ones where they have set none."""
    hours = select(WorkingHours).where(
        col(WorkingHours.member_id).in_(members), col(WorkingHours.business_id).is_(None)
    )
    own: dict[int, dict[int, ClockTimes]] = {}
    for row in (await session.exec(hours)).all():
        own.setdefault(row.member_id, {})[row.weekday] = (row.opens_at, row.closes_at)
    habits = select(PlanningHabit).where(col(PlanningHabit.member_id).in_(members))
    known = {habit.member_id: habit for habit in (await session.exec(habits)).all()}
    for (member, day), frame in frames.items():
        stretch = own.get(member, _USUAL).get(day.weekday())
        habit = known.get(member, _HABIT)
        lunch = None
        if habit.lunch_from is not None and habit.lunch_until is not None:
            lunch = (habit.lunch_from, habit.lunch_until)
        frame.capacity_minutes = 0 if stretch is None else _minutes_without_lunch(stretch, lunch)


def _minutes_without_lunch(stretch: ClockTimes, lunch: ClockTimes | None) -> int:
    """The minutes of a stretch that are not lunch."""
    start, end = map(_minutes, stretch)
    if lunch is None:
        return end - start
    eaten = min(end, _minutes(lunch[1])) - max(start, _minutes(lunch[0]))
    return end - start - max(0, eaten)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
