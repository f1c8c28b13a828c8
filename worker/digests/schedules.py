"""Schedules: when each chat's schedules run next, by local dates (never by a cron expression)."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.chat import Chat
from models.schedule import EVERY_DAY, Schedule, ScheduleRun
from models.zones import instant_at, local_day


def next_occurrence(
    local_time: dt.time,
    weekdays: int,
    zone: ZoneInfo,
    *,
    after: dt.datetime,
    first_day: dt.date | None = None,
) -> tuple[dt.date, dt.datetime]:
    """The next local date (not before `first_day`) on one of the weekdays whose instant lies after `after` (UTC).

    `weekdays` has bit 0 for Monday; raises ValueError when no bit is set.
    """
    if not weekdays & EVERY_DAY:
        raise ValueError("no weekday is chosen")
    day = max(first_day or dt.date.min, local_day(after, zone) - dt.timedelta(days=1))
    while True:
        due = instant_at(day, local_time, zone)
        if weekdays >> day.weekday() & 1 and due > after:
            return day, due
        day += dt.timedelta(days=1)


async def new_schedules(session: AsyncSession, chat: Chat, digest_time: str, now: dt.datetime) -> None:
    """The schedules every chat starts with: a morning digest at `digest_time` ("08:00"), every day."""
    assert chat.id is not None
    local_time = dt.time.fromisoformat(digest_time)
    day, due = next_occurrence(local_time, EVERY_DAY, ZoneInfo(chat.zone), after=now)
    session.add(
        Schedule(
            workspace_id=chat.workspace_id,
            chat_id=chat.id,
            kind="morning_digest",
            local_time=local_time,
            next_on=day,
            next_run_at=due,
            created_at=now,
        )
    )


async def move_to_zone(session: AsyncSession, chat_id: int, zone: ZoneInfo, now: dt.datetime) -> None:
    """Bring a chat's schedules to another zone; a day that had its run does not get a second."""
    schedules = (
        await session.exec(select(Schedule).where(Schedule.chat_id == chat_id).with_for_update())
    ).all()
    for schedule in schedules:
        last = (
            await session.exec(
                select(func.max(col(ScheduleRun.local_on))).where(ScheduleRun.schedule_id == schedule.id)
            )
        ).one()
        first_day = last + dt.timedelta(days=1) if last else None
        schedule.next_on, schedule.next_run_at = next_occurrence(
            schedule.local_time, schedule.weekdays, zone, after=now, first_day=first_day
        )
        session.add(schedule)
