"""Creates reminders that have become due, and writes their messages into the outbox."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import SendReminders
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.quiet_hours import QuietHours
from models.tables.reminder import Reminder
from models.tables.task import Task
from worker.core.reply import outbox_row
from worker.features.reminders.due_times import after_quiet_hours, deadline_instant
from worker.features.reminders.queries import DueReminder, ReminderChats, reminder_chats, tasks_to_remind_of
from worker.features.reminders.views import reminder_text
from worker.services import Services

# A reminder that is later than this is skipped.
_LATE = dt.timedelta(hours=6)


async def enqueue_reminders(services: Services) -> int:
    """Insert a row for every reminder that has become due, and enqueue their sending; returns how many are new."""
    now = clock.now()
    waiting = select(Reminder.id).where(Reminder.state == "waiting", col(Reminder.due_at) <= now).limit(1)
    async with services.database.transaction() as session:
        rows = await _rows_due(session, now)
        if rows:
            await session.execute(insert(Reminder).values(rows).on_conflict_do_nothing())
        if (await session.exec(waiting)).first() is not None:
            await services.producer.enqueue(SendReminders())
    return len(rows)


async def _rows_due(session: AsyncSession, now: dt.datetime) -> list[dict[str, Any]]:
    tasks = (await session.exec(tasks_to_remind_of(now))).all()
    if not tasks:
        return []
    chats = await reminder_chats(session, {task.workspace_id for task in tasks})
    rows = []
    for task in tasks:
        chat = _chat_of(task, chats)
        row = None if chat is None else _reminder_row(task, *chat, now)
        if row is not None:
            rows.append(row)
    return rows


def _chat_of(task: Task, chats: ReminderChats) -> tuple[Chat, QuietHours | None] | None:
    """The chat of the task's assignee; the owner's when the assignee has no chat."""
    here: Sequence[tuple[Chat, Member, QuietHours | None]] = chats.get(task.workspace_id, ())
    theirs = [(chat, quiet) for chat, member, quiet in here if member.id == task.assignee_id]
    owners = [(chat, quiet) for chat, member, quiet in here if member.is_owner]
    return next(iter([*theirs, *owners]), None)


def _reminder_row(
    task: Task, chat: Chat, quiet: QuietHours | None, now: dt.datetime
) -> dict[str, Any] | None:
    assert task.deadline_on is not None
    assert task.reminder_minutes_before is not None
    zone = ZoneInfo(chat.zone)
    deadline = deadline_instant(task.deadline_on, task.deadline_at, zone)
    due = deadline - dt.timedelta(minutes=task.reminder_minutes_before)
    if due > now:
        return None
    # The reminder was set when its instant had passed already: it is skipped.
    past = due < task.updated_at
    hours = None if quiet is None else (quiet.starts, quiet.ends)
    return {
        "workspace_id": task.workspace_id,
        "task_id": task.id,
        "chat_id": chat.id,
        "kind": "stated",
        "deadline_on": task.deadline_on,
        "deadline_at": task.deadline_at,
        "minutes_before": task.reminder_minutes_before,
        "due_at": after_quiet_hours(due, deadline, hours, zone),
        "state": "skipped" if past else "waiting",
        "reason": "past" if past else None,
        "created_at": now,
    }


async def render_reminders(session: AsyncSession, found: list[DueReminder], now: dt.datetime) -> int:
    """Put each reminder that still applies into the outbox; returns how many. The others are skipped with a reason."""
    count = 0
    for due in found:
        reminder = due.reminder
        reason = _skip_reason(due, now)
        if reason is not None:
            reminder.state, reminder.reason = "skipped", reason
        else:
            row = outbox_row(
                reminder_text(due, now),
                workspace_id=reminder.workspace_id,
                chat_telegram_id=due.speaker.chat_telegram_id,
                dedupe_key=f"reminder:{reminder.id}",
                trace_id=f"r{reminder.id}",
                now=now,
            )
            session.add(row)
            await session.flush()
            reminder.state, reminder.outbound_message_id = "rendered", row.id
            count += 1
        session.add(reminder)
    return count


def _skip_reason(due: DueReminder, now: dt.datetime) -> str | None:
    """Why it is not sent: its reader was removed, the task is over, its deadline has moved, or the moment is long past."""
    reminder, task = due.reminder, due.task
    if due.removed:
        return "removed"
    if task.status != "open":
        return "over"
    if reminder.kind == "snoozed":
        return None
    stated = (reminder.deadline_on, reminder.deadline_at, reminder.minutes_before)
    if stated != (task.deadline_on, task.deadline_at, task.reminder_minutes_before):
        return "moved"
    return "late" if now - reminder.due_at > _LATE else None
