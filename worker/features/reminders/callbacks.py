"""Buttons of a reminder: snooze, done."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.reminder import Reminder
from models.tables.task import Task
from worker.core.date_formats import short_day
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.reminders.questions import instant_of_choice, remind_then, set_snoozed
from worker.features.tasks import service


async def reminder_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """`path`: "snooze" with reminder and "15", "60" or "day"; "done" with the reminder; "when" with a task and such a
    choice. None for stale data."""
    if len(path) < 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    if path[0] == "when":
        at = instant_of_choice(path[-1], speaker, context.now)
        return None if at is None else await remind_then(session, speaker, int(path[1]), at, context)
    task = await _task_reminded_of(session, speaker, int(path[1]))
    if task is not None and path[0] == "done":
        await service.complete_as_operation(session, speaker, task, context)
        return Reply(f"✓ <s>{escape_html(task.title)}</s>")
    if task is not None and path[0] == "snooze" and len(path) == 3:
        return await _snooze(session, speaker, task, path[2], context.now)
    return None


async def _task_reminded_of(session: AsyncSession, speaker: Speaker, reminder_id: int) -> Task | None:
    """The open task of a reminder that came to this chat."""
    statement = select(Reminder).where(Reminder.id == reminder_id, Reminder.chat_id == speaker.chat_id)
    reminder = (await session.exec(statement)).first()
    if reminder is None:
        return None
    return await reachable_task(session, speaker, task_id=reminder.task_id, status="open")


async def _snooze(
    session: AsyncSession, speaker: Speaker, task: Task, choice: str, now: dt.datetime
) -> Reply | None:
    due = instant_of_choice(choice, speaker, now)
    if due is None:
        return None
    await set_snoozed(session, speaker, task, due, now)
    local = due.astimezone(speaker.zone)
    text = speaker.translator.gettext(
        "I will remind you again {day} at {time}.",
        day=short_day(speaker.translator, local.date(), speaker.today(now)),
        time=f"{local:%H:%M}",
    )
    return Reply(f"⏰ <b>{escape_html(task.title)}</b>\n{text}")
