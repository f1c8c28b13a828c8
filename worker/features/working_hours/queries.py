"""Day rows: a person's working hours, lunch, days off and appointments become days to plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.appointment import Appointment
from models.tables.task import Task
from models.tables.timer import Timer
from models.tables.working_hours import DayOff, PlanningHabit, WorkingHours
from worker.core.speaker import Speaker
from worker.core.task_access import own_tasks
from worker.features.timer.service import LONGEST_TIMER
from worker.features.working_hours.day import DAY_END, Busy, Stretch, WorkDay

DEFAULT_HOURS = Stretch(9 * 60, 18 * 60)
_STEP = 5
# A plan that is made by itself from noon on is the next day's.
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class _Rows:
    hours: Sequence[WorkingHours]
    off: Sequence[DayOff]
    appointments: Sequence[Appointment]
    habit: PlanningHabit


async def load_days(
    session: AsyncSession, speaker: Speaker, first: dt.date, count: int, now: dt.datetime
) -> list[WorkDay]:
    """The speaker's days from `first` on (local dates of their zone). Nothing is planned before `now`."""
    rows = await _rows(session, speaker, first, first + dt.timedelta(days=count))
    done = await _done_minutes(session, speaker, now) + await _minutes_at_work(session, speaker, now)
    today = speaker.today(now)
    days = []
    for on in (first + dt.timedelta(days=offset) for offset in range(count)):
        start = _next_step(now, speaker.zone) if on == today else DAY_END if on < today else 0
        days.append(
            WorkDay(
                on=on,
                hours=_hours(rows, on),
                busy=_busy(rows, on, speaker.zone),
                now=start,
                buffer=rows.habit.way_minutes,
                cap=rows.habit.planned_minutes_cap,
                done_minutes=done if on == today else 0,
            )
        )
    return days


def minute_of(instant: dt.datetime, on: dt.date, zone: ZoneInfo) -> int:
    """The minute of the local day at which an instant is; 0 before that day, 1,440 after it."""
    local = instant.astimezone(zone)
    if local.date() != on:
        return 0 if local.date() < on else DAY_END
    return local.hour * 60 + local.minute


def instant_of_minute(minute: int, on: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) of a minute of a local day, also where the clock jumps."""
    days, rest = divmod(minute, DAY_END)
    return instant_at(on + dt.timedelta(days=days), dt.time(*divmod(rest, 60)), zone)


def _next_step(now: dt.datetime, zone: ZoneInfo) -> int:
    local = now.astimezone(zone)
    return -(-(local.hour * 60 + local.minute) // _STEP) * _STEP


async def _rows(session: AsyncSession, speaker: Speaker, first: dt.date, after: dt.date) -> _Rows:
    member = speaker.member_id
    starts, ends = instant_of_minute(0, first, speaker.zone), instant_of_minute(0, after, speaker.zone)
    hours = (await session.exec(select(WorkingHours).where(WorkingHours.member_id == member))).all()
    off = (
        await session.exec(
            select(DayOff).where(
                DayOff.member_id == member, col(DayOff.last_on) >= first, col(DayOff.first_on) < after
            )
        )
    ).all()
    appointments = (
        await session.exec(
            select(Appointment)
            .where(
                Appointment.member_id == member,
                col(Appointment.ends_at) > starts,
                col(Appointment.starts_at) < ends,
            )
            .order_by(col(Appointment.starts_at), col(Appointment.id))
        )
    ).all()
    habit = (await session.exec(select(PlanningHabit).where(PlanningHabit.member_id == member))).first()
    return _Rows(
        hours, off, appointments, habit or PlanningHabit(member_id=member, workspace_id=speaker.workspace_id)
    )


def _hours(rows: _Rows, on: dt.date) -> dict[int | None, Stretch | None]:
    if any(day.first_on <= on <= day.last_on for day in rows.off):
        return {None: None}
    owners = {row.business_id for row in rows.hours}
    hours: dict[int | None, Stretch | None] = dict.fromkeys(sorted(owners, key=lambda o: o or 0))
    hours.setdefault(None, DEFAULT_HOURS if on.weekday() < 5 else None)
    for row in rows.hours:
        if row.weekday == on.weekday():
            hours[row.business_id] = Stretch(_minute(row.opens_at), _minute(row.closes_at))
    return hours


def _busy(rows: _Rows, on: dt.date, zone: ZoneInfo) -> tuple[Busy, ...]:
    busy = [
        Busy(
            minute_of(row.starts_at, on, zone),
            minute_of(row.ends_at, on, zone),
            "away" if row.kind == "away" else "appointment",
            row.business_id,
            row.title,
        )
        for row in rows.appointments
    ]
    habit = rows.habit
    if habit.lunch_from is not None and habit.lunch_until is not None:
        busy.append(Busy(_minute(habit.lunch_from), _minute(habit.lunch_until), "lunch"))
    return tuple(sorted((b for b in busy if b.end > b.start), key=lambda b: (b.start, b.end, b.title)))


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


async def _done_minutes(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> int:
    """What the speaker did today already: actual minutes, or the estimate where none was told."""
    since = instant_of_minute(0, speaker.today(now), speaker.zone)
    done = own_tasks(speaker).where(Task.status == "done", col(Task.done_at) >= since)
    return sum(task.actual_minutes or task.estimate_minutes or 0 for task in (await session.exec(done)).all())


async def _minutes_at_work(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> int:
    """What the speaker's running timer measured today, in steps so that a second changes no plan: it is part of the
    day as what is done is. A timer that was forgotten tells nothing."""
    timer = await session.get(Timer, speaker.member_id, populate_existing=True)
    if timer is None or now - timer.started_at > LONGEST_TIMER:
        return 0
    since = max(timer.started_at, instant_of_minute(0, speaker.today(now), speaker.zone))
    return round((now - since).total_seconds() / 60 / _STEP) * _STEP
