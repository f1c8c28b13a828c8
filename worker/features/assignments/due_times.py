"""When a member is told, and when a silent one is asked again: within working hours, after quiet hours."""

import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.quiet_hours import QuietHours
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.features.reminders.due_times import quiet_hours_end
from worker.features.working_hours.day import WorkDay, instant_of_minute
from worker.features.working_hours.service import load_days

# Changes of a told task, and reports, are collected for so long before they are told as one message.
CHANGES_COLLECTED_FOR = dt.timedelta(minutes=1)
REPORTS_COLLECTED_FOR = dt.timedelta(minutes=10)
# A deadline without a clock time counts until the evening, and nobody is asked again sooner than this.
_DAY_ENDS, _SOONEST = dt.time(18), dt.timedelta(minutes=30)
# Whoever has not worked for so long is told all the same.
_DAYS_AHEAD = 31


async def working_moment(session: AsyncSession, speaker: Speaker, moment: dt.datetime) -> dt.datetime:
    """The instant itself within the member's working hours, else the start of the next; after their quiet hours."""
    first = speaker.today(moment)
    for day in await load_days(session, speaker, first, _DAYS_AHEAD, moment):
        begins = _opening(day, speaker, moment)
        if begins is not None:
            return await after_quiet(session, speaker, begins)
    return await after_quiet(session, speaker, moment)


def _opening(day: WorkDay, speaker: Speaker, moment: dt.datetime) -> dt.datetime | None:
    """The first instant of a day at or after the moment at which the member works."""
    found = []
    for stretch in day.hours.values():
        if stretch is not None:
            start = instant_of_minute(stretch.start, day.on, speaker.zone)
            end = instant_of_minute(stretch.end, day.on, speaker.zone)
            found += [max(start, moment)] if moment < end else []
    return min(found, default=None)


async def after_quiet(session: AsyncSession, speaker: Speaker, moment: dt.datetime) -> dt.datetime:
    """The instant itself, or the end of the chat's quiet hours that hold it."""
    statement = select(QuietHours).where(QuietHours.chat_id == speaker.chat_id)
    quiet = (await session.exec(statement)).first()
    end = None if quiet is None else quiet_hours_end(moment, (quiet.starts, quiet.ends), speaker.zone)
    return end or moment


async def nudge_moment(
    session: AsyncSession, speaker: Speaker, task: Task, told_at: dt.datetime, hours: int | None
) -> dt.datetime | None:
    """When a silent executor is asked again; None for never.

    After `hours` where they are set, and never for 0. Otherwise on the next working morning, or when half the time to
    the deadline is over, if that is earlier; always within working hours.
    """
    if hours == 0:
        return None
    if hours is not None:
        return await working_moment(session, speaker, told_at + dt.timedelta(hours=hours))
    morning = instant_of_minute(0, speaker.today(told_at) + dt.timedelta(days=1), speaker.zone)
    wanted = min([morning, *_half_way(speaker, task, told_at)])
    return await working_moment(session, speaker, wanted)


def _half_way(speaker: Speaker, task: Task, told_at: dt.datetime) -> list[dt.datetime]:
    """Half the time to the deadline, at least half an hour after the executor was told; nothing without one ahead."""
    if task.deadline_on is None:
        return []
    deadline = task.deadline_at or instant_at(task.deadline_on, _DAY_ENDS, speaker.zone)
    return [max(told_at + _SOONEST, told_at + (deadline - told_at) / 2)] if deadline > told_at else []
