"""Rendering: reminders that are due become outbox rows, each after a last look at its task."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select as columns
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.reminder import Reminder
from models.tables.task import Task
from worker.core.date_formats import deadline_text
from worker.core.reply import Button, Reply, escape_html, outbox_row
from worker.core.speaker import Speaker, speaker_of

# Later than this after its deadline a reminder is no longer one.
_LATE = dt.timedelta(hours=6)
SNOOZES = ("15", "60", "day")


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A locked reminder with its task and its reader."""

    reminder: Reminder
    task: Task
    speaker: Speaker
    business: str | None
    removed: bool = False


async def due_reminders(session: AsyncSession, now: dt.datetime, limit: int) -> list[DueReminder]:
    """The oldest reminders that are due; those another worker has in hand are passed over."""
    statement = (
        columns(Reminder, Task, Chat, Member, col(Business.name))
        .join(Task, col(Task.id) == col(Reminder.task_id))
        .join(Chat, col(Chat.id) == col(Reminder.chat_id))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .join(Business, col(Business.id) == col(Task.business_id), isouter=True)
        .where(col(Reminder.state) == "waiting", col(Reminder.due_at) <= now)
        .order_by(col(Reminder.due_at))
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    rows = (await session.execute(statement)).tuples().all()
    return [
        DueReminder(reminder, task, speaker_of(chat, member), business, member.archived_at is not None)
        for reminder, task, chat, member, business in rows
    ]


async def render_reminders(session: AsyncSession, found: list[DueReminder], now: dt.datetime) -> int:
    """Owe each reminder that still holds; how many. The others are skipped, with the reason."""
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


def reminder_text(due: DueReminder, now: dt.datetime) -> Reply:
    """The reminder: the task, when it is due, and the ways to put it off."""
    translator, task = due.speaker.translator, due.task
    when = deadline_text(translator, task, due.speaker.today(now), due.speaker.zone)
    facts = [when, due.business, f"#{task.number}"]
    line = escape_html(" · ".join(fact for fact in facts if fact))
    labels = {
        "15": translator.gettext("15 min"),
        "60": translator.gettext("1 h"),
        "day": translator.gettext("Tomorrow"),
    }
    snoozes = tuple(Button(labels[choice], f"rm:snooze:{due.reminder.id}:{choice}") for choice in SNOOZES)
    done = Button(translator.gettext("✓ Done"), f"rm:done:{due.reminder.id}")
    return Reply(f"⏰ <b>{escape_html(task.title)}</b>\n{line}", (snoozes, (done,)), purpose="reminder")


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
