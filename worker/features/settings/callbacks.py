"""The buttons of a schedule's settings card (`sc:`)."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.weekdays import EVERY_DAY, WORKDAYS
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.digests.schedules import schedule_of
from worker.features.settings.schedule_arguments import ScheduleChange
from worker.features.settings.service import change_schedule
from worker.features.settings.views import KIND_BY_LETTER, schedule_card


async def handle_schedule_callback(
    session: AsyncSession, speaker: Speaker, letter: str, what: str, now: dt.datetime
) -> Reply | None:
    """Apply a button of the settings card and return the new card; None for made-up data."""
    if letter not in KIND_BY_LETTER:
        return None
    schedule = await schedule_of(session, speaker, KIND_BY_LETTER[letter])
    changes = {
        "on": ScheduleChange(enabled=True),
        "off": ScheduleChange(enabled=False),
        "work": ScheduleChange(weekdays=WORKDAYS),
        "all": ScheduleChange(weekdays=EVERY_DAY),
    }
    if what in ("silent", "line"):
        schedule.when_empty = what
        session.add(schedule)
    elif what in changes:
        await change_schedule(session, speaker, schedule, changes[what], now)
    else:
        return None
    return await schedule_card(session, speaker, schedule, now)
