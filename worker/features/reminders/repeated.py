"""Reminders that come again until the task is done: each hour of the reader's working hours, a few times."""

import datetime as dt

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.reminder import Reminder
from worker.core.speaker import Speaker
from worker.features.reminders.queries import DueReminder
from worker.features.working_hours.day import instant_of_minute
from worker.features.working_hours.service import load_days

MOST_REPEATED = 8
_EVERY = dt.timedelta(hours=1)
# Who works on none of the next days is not reminded again.
_DAYS_AHEAD = 8


async def repeat_later(session: AsyncSession, due: DueReminder, now: dt.datetime) -> None:
    """Let a reminder of a task come again in an hour, or when work begins again; eight times at most."""
    known = select(func.count()).where(Reminder.task_id == due.task.id, Reminder.kind == "repeated")
    waiting = known.where(col(Reminder.state) == "waiting")
    if (await session.exec(known)).one() >= MOST_REPEATED or (await session.exec(waiting)).one():
        return
    at = await _in_working_hours(session, due.speaker, now + _EVERY)
    if at is not None:
        session.add(
            Reminder(
                workspace_id=due.reminder.workspace_id,
                task_id=due.reminder.task_id,
                chat_id=due.reminder.chat_id,
                kind="repeated",
                due_at=at,
                created_at=now,
            )
        )


async def _in_working_hours(
    session: AsyncSession, speaker: Speaker, wanted: dt.datetime
) -> dt.datetime | None:
    """The instant, or the next one at which the speaker works; None when they work on none of the next days."""
    for day in await load_days(session, speaker, speaker.today(wanted), _DAYS_AHEAD, wanted):
        for stretch in sorted(each for each in day.hours.values() if each is not None):
            if wanted < instant_of_minute(stretch.end, day.on, speaker.zone):
                return max(wanted, instant_of_minute(stretch.start, day.on, speaker.zone))
    return None
