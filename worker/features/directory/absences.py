"""Days off and free halves of days of people, stored by an operation and undone with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.appointment import Appointment
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.working_hours import DayOff
from worker.core.date_formats import short_day
from worker.core.speaker import Speaker

DayPart = Literal["morning", "afternoon"]
# Where a day is parted in two, local time.
NOON = dt.time(13)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """From `first` through `last` (local dates) a member does not work; with `part` half of the first day only."""

    member_id: int
    first: dt.date
    last: dt.date
    part: DayPart | None = None


async def store_absence(
    session: AsyncSession, speaker: Speaker, absence: NewAbsence, operation: Operation, now: dt.datetime
) -> None:
    """Enter an absence; the same days entered before are not entered twice."""
    if absence.part is not None:
        session.add(_half_day(speaker, absence, operation, now))
        return
    known = select(DayOff.id).where(
        DayOff.member_id == absence.member_id,
        DayOff.first_on == absence.first,
        DayOff.last_on == absence.last,
    )
    if (await session.exec(known)).first() is None:
        session.add(
            DayOff(
                workspace_id=speaker.workspace_id,
                member_id=absence.member_id,
                first_on=absence.first,
                last_on=absence.last,
                operation_id=operation.id,
            )
        )
    await session.flush()


def _half_day(speaker: Speaker, absence: NewAbsence, operation: Operation, now: dt.datetime) -> Appointment:
    midnight, noon = (
        instant_at(absence.first, dt.time(), speaker.zone),
        instant_at(absence.first, NOON, speaker.zone),
    )
    night = instant_at(absence.first + _DAY, dt.time(), speaker.zone)
    starts, ends = (midnight, noon) if absence.part == "morning" else (noon, night)
    return Appointment(
        workspace_id=speaker.workspace_id,
        member_id=absence.member_id,
        kind="away",
        starts_at=starts,
        ends_at=ends,
        operation_id=operation.id,
        created_at=now,
    )


async def undo_absences(
    session: AsyncSession, speaker: Speaker, operation_id: int, now: dt.datetime
) -> list[str]:
    """Delete what an operation entered; the text of each, with the person's name unless it is the speaker."""
    names = []
    for row in await _rows(
        session, DayOff.operation_id == operation_id, Appointment.operation_id == operation_id
    ):
        member = await session.get_one(Member, row.member_id)
        who = [] if member.id == speaker.member_id else [member.name]
        names.append(" ".join([*who, _text(speaker, row, now)]))
        await session.delete(row)
    await session.flush()
    return names


async def coming_absences(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> dict[int, list[str]]:
    """The workspace's absences from today on as text, in the order of their days, by the member's id."""
    today = speaker.today(now)
    off = (col(DayOff.workspace_id) == speaker.workspace_id) & (col(DayOff.last_on) >= today)
    away = (
        (col(Appointment.workspace_id) == speaker.workspace_id)
        & (col(Appointment.kind) == "away")
        & (col(Appointment.ends_at) > now)
    )
    found: dict[int, list[str]] = {}
    for row in await _rows(session, off, away):
        found.setdefault(row.member_id, []).append(_text(speaker, row, now))
    return found


async def _rows(session: AsyncSession, off: Any, away: Any) -> Sequence[DayOff | Appointment]:
    days = (await session.exec(select(DayOff).where(off).order_by(col(DayOff.first_on)))).all()
    halves = (await session.exec(select(Appointment).where(away).order_by(col(Appointment.starts_at)))).all()
    return [*days, *halves]


def _text(speaker: Speaker, row: DayOff | Appointment, now: dt.datetime) -> str:
    if isinstance(row, DayOff):
        return days_text(speaker, row.first_on, row.last_on, now)
    start, end = row.starts_at.astimezone(speaker.zone), row.ends_at.astimezone(speaker.zone)
    until = "24:00" if end.date() > start.date() else f"{end:%H:%M}"
    return f"{short_day(speaker.translator, start.date(), speaker.today(now))} {start:%H:%M}–{until}"


def days_text(speaker: Speaker, first: dt.date, last: dt.date, now: dt.datetime) -> str:
    """ "Mon 14 Dec – Fri 18 Dec", "today"."""
    today = speaker.today(now)
    return " – ".join(dict.fromkeys(short_day(speaker.translator, day, today) for day in (first, last)))
