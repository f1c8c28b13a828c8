"""Due: the tick that finds reminders in the tasks' own rows; it writes ledger rows and enqueues."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, DateTime, cast, exists, func, literal_column, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import SendReminders
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.quiet_hours import QuietHours
from models.tables.reminder import Reminder
from models.tables.task import REMINDER_MOMENT, Task
from worker.features.reminders.due_times import after_quiet_hours, deadline_instant
from worker.services import Services

_BATCH = 500
# Reminders of deadlines further back are of no use to anybody.
_TOO_OLD = dt.timedelta(days=2)


def has_due_reminders(now: Any) -> ColumnElement[bool]:
    """Whether `enqueue_reminders` has anything to do at an instant."""
    waiting = exists().where(col(Reminder.state) == "waiting", col(Reminder.due_at) <= now)
    # The first by its moment, which the index answers; merely whether there is one was looked up in all tasks.
    first = tasks_to_remind_of(now).with_only_columns(Task.id).limit(1).scalar_subquery()
    return or_(waiting, first.is_not(None))


async def enqueue_reminders(services: Services) -> int:
    """Write a row for every reminder whose moment has come, and enqueue the sending; how many new ones."""
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


def tasks_to_remind_of(now: Any) -> Any:
    """Open tasks whose reminder's moment has come somewhere, and that have no row for it yet."""
    # By the expression of the index `task_reminding`: those that are far ahead are not looked at.
    moment: ColumnElement[dt.datetime] = literal_column(REMINDER_MOMENT, DateTime())
    utc = func.timezone("UTC", now, type_=DateTime())
    known = exists().where(
        col(Reminder.task_id) == col(Task.id),
        col(Reminder.kind) == "stated",
        col(Reminder.deadline_on).is_not_distinct_from(col(Task.deadline_on)),
        col(Reminder.deadline_at).is_not_distinct_from(col(Task.deadline_at)),
        col(Reminder.minutes_before) == col(Task.reminder_minutes_before),
    )
    return (
        select(Task)
        .where(
            Task.status == "open",
            col(Task.reminder_minutes_before).is_not(None),
            col(Task.deadline_on) >= cast(utc - _TOO_OLD, Date()),
            moment <= utc,
            ~known,
        )
        .order_by(moment)
        .limit(_BATCH)
    )


ReminderChats = dict[int, list[tuple[Chat, Member, QuietHours | None]]]


async def reminder_chats(session: AsyncSession, workspaces: set[int]) -> ReminderChats:
    statement = (
        select(Chat, Member, QuietHours)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .join(QuietHours, col(QuietHours.chat_id) == col(Chat.id), isouter=True)
        .where(
            col(Chat.workspace_id).in_(workspaces),
            Chat.kind == "private",
            or_(col(Chat.blocked_at).is_(None), col(Member.is_owner)),
            col(Member.archived_at).is_(None),
        )
        .order_by(col(Chat.id))
    )
    found: ReminderChats = {}
    for chat, member, quiet in (await session.exec(statement)).all():
        found.setdefault(chat.workspace_id, []).append((chat, member, quiet))
    return found


def _chat_of(task: Task, chats: ReminderChats) -> tuple[Chat, QuietHours | None] | None:
    """Whoever does the task is reminded of it; the owner, when that person has no chat with us."""
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
    # Stated when its moment had passed already: there is nothing to remind of in advance.
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
