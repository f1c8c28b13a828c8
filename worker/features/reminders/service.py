"""Finds the reminders that have become due, and writes their messages into the outbox."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import SendReminders
from models.runtime import clock
from models.tables.reminder import Reminder
from models.tables.schedule import Schedule
from models.tables.task import Task
from worker.core.reply import Reply, outbox_row
from worker.core.speaker import Speaker
from worker.features.reminders.due_times import MORNING, after_quiet_hours, deadline_instant
from worker.features.reminders.queries import (
    DueReminder,
    ReminderChat,
    ReminderChats,
    makers_chats,
    reminder_chats,
    tasks_about_to_begin,
    tasks_to_remind_of,
)
from worker.features.reminders.repeated import repeat_later
from worker.features.reminders.views import late_reminders_text, reminder_text
from worker.services import Services

# Later than this a reminder says that it is late, and several of a chat are told in one message.
LATE = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A task that is to be reminded of: as was stated, or because it begins; `lead` in minutes."""

    task: Task
    kind: str
    lead: int


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
    wanted = [
        _Wanted(task, "stated", task.reminder_minutes_before)
        for task in (await session.exec(tasks_to_remind_of(now))).all()
    ]
    beginning = (await session.execute(tasks_about_to_begin(now))).tuples().all()
    wanted += [_Wanted(task, "begins", lead) for task, lead in beginning]
    if not wanted:
        return []
    chats = await reminder_chats(session, {each.task.workspace_id for each in wanted})
    makers = await makers_chats(session, {each.task.id or 0 for each in wanted})
    rows = []
    for each in wanted:
        chat = _chat_of(each.task, chats, makers)
        row = None if chat is None else _reminder_row(each, chat, now)
        if row is not None:
            rows.append(row)
    return rows


def _chat_of(task: Task, chats: ReminderChats, makers: dict[int, int]) -> ReminderChat | None:
    """The chat of the task's assignee; when there is none, of who asked for it; else the owner's."""
    here: Sequence[ReminderChat] = chats.get(task.workspace_id, ())
    theirs = [each for each in here if each.member.id == task.assignee_id]
    asked = [each for each in here if task.assignee_id and each.chat.id == makers.get(task.id or 0)]
    owners = [each for each in here if each.member.is_owner]
    return next(iter([*theirs, *asked, *owners]), None)


def _reminder_row(wanted: _Wanted, reader: ReminderChat, now: dt.datetime) -> dict[str, Any] | None:
    task = wanted.task
    assert task.deadline_on is not None
    zone = ZoneInfo(reader.chat.zone)
    deadline = deadline_instant(task.deadline_on, task.deadline_at, zone, reader.morning or MORNING)
    due = deadline - dt.timedelta(minutes=wanted.lead)
    if due > now:
        return None
    # The reminder was set when its instant had passed already: it is skipped.
    past = due < task.updated_at
    quiet = reader.quiet
    hours = None if quiet is None else (quiet.starts, quiet.ends)
    return {
        "workspace_id": task.workspace_id,
        "task_id": task.id,
        "chat_id": reader.chat.id,
        "kind": wanted.kind,
        "deadline_on": task.deadline_on,
        "deadline_at": task.deadline_at,
        "minutes_before": wanted.lead,
        "due_at": after_quiet_hours(due, deadline, hours, zone),
        "state": "skipped" if past else "waiting",
        "reason": "past" if past else None,
        "created_at": now,
    }


async def render_reminders(session: AsyncSession, found: list[DueReminder], now: dt.datetime) -> int:
    """Put each reminder that still applies into the outbox, the late ones of a chat in one message; returns how many
    messages. The others are skipped with a reason."""
    told = []
    for due in found:
        reason = _skip_reason(due)
        if reason is None:
            told.append(due)
        else:
            due.reminder.state, due.reminder.reason = "skipped", reason
            session.add(due.reminder)
    count = 0
    for together in _messages(told, now):
        await _render(session, together, now)
        count += 1
    for due in told:
        if due.task.reminding == "until_done":
            await repeat_later(session, due, now)
    return count


def _messages(told: list[DueReminder], now: dt.datetime) -> Iterator[list[DueReminder]]:
    """What is told in one message each: every reminder alone, but all of a chat that are late together."""
    late = [due for due in told if is_late(due, now)]
    yield from ([due] for due in told if not is_late(due, now))
    for _, those in groupby(sorted(late, key=_chat_id), key=_chat_id):
        yield list(those)


def _chat_id(due: DueReminder) -> int:
    return due.reminder.chat_id


def is_late(due: DueReminder, now: dt.datetime) -> bool:
    """Whether a reminder comes so late that it says so."""
    return now - due.reminder.due_at > LATE


async def _render(session: AsyncSession, together: list[DueReminder], now: dt.datetime) -> None:
    first = together[0]
    row = outbox_row(
        _text(together, now),
        workspace_id=first.reminder.workspace_id,
        chat_telegram_id=first.speaker.chat_telegram_id,
        dedupe_key=f"reminder:{first.reminder.id}",
        trace_id=f"r{first.reminder.id}",
        now=now,
    )
    session.add(row)
    await session.flush()
    for due in together:
        due.reminder.state, due.reminder.outbound_message_id = "rendered", row.id
        session.add(due.reminder)


def _text(together: list[DueReminder], now: dt.datetime) -> Reply:
    if len(together) > 1:
        return late_reminders_text(together, now)
    return reminder_text(together[0], now, late=is_late(together[0], now))


def _skip_reason(due: DueReminder) -> str | None:
    """Why it is not sent: its reader was removed, the task is over, or its deadline has moved."""
    reminder, task = due.reminder, due.task
    if due.removed:
        return "removed"
    if task.status != "open":
        return "over"
    if reminder.kind in ("snoozed", "repeated"):
        return None
    kept = (reminder.deadline_on, reminder.deadline_at) == (task.deadline_on, task.deadline_at)
    stated = reminder.kind == "stated"
    same = reminder.minutes_before == task.reminder_minutes_before if stated else _begins_still(task)
    return None if kept and same else "moved"


def _begins_still(task: Task) -> bool:
    return task.timing == "on" and task.reminder_minutes_before is None and task.reminding == "once"


async def morning_of(session: AsyncSession, speaker: Speaker) -> dt.time:
    """When the speaker is reminded of what is for a day: the time of their morning digest; nine where that is off."""
    schedule = columns(col(Schedule.local_time)).where(
        col(Schedule.chat_id) == speaker.chat_id,
        col(Schedule.kind) == "morning_digest",
        col(Schedule.enabled),
    )
    return (await session.execute(schedule)).scalars().first() or MORNING


async def skip_what_has_begun(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> None:
    """Of what begins within the speaker's usual lead already, or has begun, no reminder comes: the lead was changed just now."""
    await session.flush()
    due = tasks_about_to_begin(now).where(col(Task.workspace_id) == speaker.workspace_id)
    rows = [
        {
            "workspace_id": task.workspace_id,
            "task_id": task.id,
            "chat_id": speaker.chat_id,
            "kind": "begins",
            "deadline_on": task.deadline_on,
            "deadline_at": task.deadline_at,
            "minutes_before": lead,
            "due_at": task.deadline_at - dt.timedelta(minutes=lead),
            "state": "skipped",
            "reason": "past",
            "created_at": now,
        }
        for task, lead in (await session.execute(due)).tuples().all()
    ]
    if rows:
        await session.execute(insert(Reminder).values(rows).on_conflict_do_nothing())
