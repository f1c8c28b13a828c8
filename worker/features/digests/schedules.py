"""When each chat's schedules run next, by local dates (never by a cron expression)."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at, local_day
from models.tables.chat import Chat
from models.tables.next_run import next_occurrence
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.weekdays import EVERY_DAY, WORKDAYS
from worker.core.speaker import Speaker

FRIDAY = 0b0010000
# A missed run is still sent within this time; later it is skipped, and the next one says so.
CATCH_UP: dict[str, dt.timedelta] = {
    "morning_digest": dt.timedelta(hours=6),
    "evening_close": dt.timedelta(hours=4),
    "weekly_review": dt.timedelta(hours=48),
    "day_plan": dt.timedelta(hours=4),
}
_EVENING, _WEEKLY, _PLANNING = dt.time(19), dt.time(17), dt.time(7, 30)


def dates_due(
    local_time: dt.time,
    weekdays: int,
    zone: ZoneInfo,
    *,
    next_on: dt.date,
    next_run_at: dt.datetime,
    now: dt.datetime,
    most: int = 7,
) -> list[tuple[dt.date, dt.datetime]]:
    """The dates from `next_on` on whose instants have come by `now`, the newest last, at most `most` of them."""
    found = [(next_on, next_run_at)]
    # Of a long pause only the last days are enumerated.
    from_day = max(next_on + dt.timedelta(days=1), local_day(now, zone) - dt.timedelta(days=7 * (most + 1)))
    moment = max(next_run_at, instant_at(from_day, dt.time(), zone) - dt.timedelta(seconds=1))
    while True:
        day, due = next_occurrence(local_time, weekdays, zone, after=moment, first_day=from_day)
        if due > now:
            return found[-most:]
        found.append((day, due))
        from_day, moment = day + dt.timedelta(days=1), due


async def new_schedules(session: AsyncSession, chat: Chat, digest_time: str, now: dt.datetime) -> None:
    """The schedules every chat starts with: a morning digest at `digest_time` ("08:00") every day.

    Evening close, weekly review and the day's plan are created disabled, until the person enables them (/evening,
    /weekly, /plan 7:30).
    """
    started = (
        ("morning_digest", dt.time.fromisoformat(digest_time), EVERY_DAY, True),
        ("evening_close", _EVENING, WORKDAYS, False),
        ("weekly_review", _WEEKLY, FRIDAY, False),
        ("day_plan", _PLANNING, EVERY_DAY, False),
    )
    for kind, local_time, weekdays, enabled in started:
        session.add(_new(chat, kind, local_time, weekdays, enabled, now))


def _new(
    chat: Chat, kind: str, local_time: dt.time, weekdays: int, enabled: bool, now: dt.datetime
) -> Schedule:
    assert chat.id is not None
    day, due = next_occurrence(local_time, weekdays, ZoneInfo(chat.zone), after=now)
    return Schedule(
        workspace_id=chat.workspace_id,
        chat_id=chat.id,
        kind=kind,
        local_time=local_time,
        weekdays=weekdays,
        enabled=enabled,
        next_on=day,
        next_run_at=due,
        created_at=now,
    )


async def first_free_day(session: AsyncSession, schedule: Schedule) -> dt.date | None:
    """The day after the last one that has its run: a day never gets a second run, whatever is changed."""
    last = (
        await session.exec(
            select(func.max(col(ScheduleRun.local_on))).where(ScheduleRun.schedule_id == schedule.id)
        )
    ).one()
    return last + dt.timedelta(days=1) if last else None


async def set_next_run(session: AsyncSession, schedule: Schedule, zone: ZoneInfo, now: dt.datetime) -> None:
    """Set when a schedule runs next, from now on, after a change of its time, weekdays or zone."""
    schedule.next_on, schedule.next_run_at = next_occurrence(
        schedule.local_time,
        schedule.weekdays,
        zone,
        after=now,
        first_day=await first_free_day(session, schedule),
    )
    session.add(schedule)


async def move_schedules_to_zone(
    session: AsyncSession, chat_id: int, zone: ZoneInfo, now: dt.datetime
) -> None:
    """Bring a chat's schedules to another zone; a day that had its run does not get a second.

    Where the move jumps over today's time, today's run is due at once.
    """
    statement = select(Schedule).where(Schedule.chat_id == chat_id).with_for_update()
    for schedule in (await session.exec(statement)).all():
        await set_next_run(session, schedule, zone, now)
        today = local_day(now, zone)
        due = instant_at(today, schedule.local_time, zone)
        free = await first_free_day(session, schedule)
        still_due = due <= now < due + CATCH_UP[schedule.kind] and (free is None or free <= today)
        if still_due and schedule.created_at < due and schedule.weekdays >> today.weekday() & 1:
            schedule.next_on, schedule.next_run_at = today, due


async def schedule_of(session: AsyncSession, speaker: Speaker, kind: str) -> Schedule:
    """The chat's schedule of a kind, locked; every chat has one of each."""
    statement = select(Schedule).where(Schedule.chat_id == speaker.chat_id, Schedule.kind == kind)
    return (await session.exec(statement.with_for_update())).one()
