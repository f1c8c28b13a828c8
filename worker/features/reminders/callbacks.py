"""Buttons of a reminder: snooze, done."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.reminder import Reminder
from models.tables.task import Task
from worker.core.date_formats import short_day
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.reminders.due_times import MORNING
from worker.features.tasks import service

_MINUTES = {"15": 15, "60": 60}


async def reminder_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """`path`: "snooze" with reminder and "15", "60" or "day"; "done" with the reminder. None for stale data."""
    if len(path) < 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    statement = select(Reminder).where(Reminder.id == int(path[1]), Reminder.chat_id == speaker.chat_id)
    reminder = (await session.exec(statement)).first()
    if reminder is None:
        return None
    task = await reachable_task(session, speaker, task_id=reminder.task_id, status="open")
    if task is None:
        return None
    if path[0] == "done":
        await service.complete_as_operation(session, speaker, task, context)
        return Reply(f"✓ <s>{escape_html(task.title)}</s>")
    if path[0] == "snooze" and len(path) == 3:
        return await _snooze(session, speaker, reminder, task, path[2], context.now)
    return None


async def _snooze(
    session: AsyncSession, speaker: Speaker, reminder: Reminder, task: Task, choice: str, now: dt.datetime
) -> Reply | None:
    if choice in _MINUTES:
        due = now + dt.timedelta(minutes=_MINUTES[choice])
    elif choice == "day":
        due = instant_at(speaker.today(now) + dt.timedelta(days=1), MORNING, speaker.zone)
    else:
        return None
    waiting = select(Reminder).where(
        Reminder.task_id == task.id,
        Reminder.chat_id == speaker.chat_id,
        Reminder.kind == "snoozed",
        Reminder.state == "waiting",
    )
    # Pressing again changes the instant of the snoozed reminder; it does not create another.
    again = (await session.exec(waiting.with_for_update())).first() or Reminder(
        workspace_id=speaker.workspace_id,
        task_id=reminder.task_id,
        chat_id=speaker.chat_id,
        kind="snoozed",
        due_at=due,
        created_at=now,
    )
    again.due_at = due
    session.add(again)
    local = due.astimezone(speaker.zone)
    text = speaker.translator.gettext(
        "I will remind you again {day} at {time}.",
        day=short_day(speaker.translator, local.date(), speaker.today(now)),
        time=f"{local:%H:%M}",
    )
    return Reply(f"⏰ <b>{escape_html(task.title)}</b>\n{text}")
