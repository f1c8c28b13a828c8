"""SQL of due reminders and of the tasks whose reminder has become due."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, DateTime, and_, cast, exists, func, literal_column, or_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.member import Member, Membership
from models.tables.quiet_hours import QuietHours
from models.tables.reminder import Reminder
from models.tables.task import REMINDER_MOMENT, Task
from worker.core.speaker import Speaker, speaker_of

_BATCH = 500
# Tasks whose deadline is further back get no reminder.
_TOO_OLD = dt.timedelta(days=2)
ReminderChats = dict[int, list[tuple[Chat, Member, QuietHours | None]]]


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A locked reminder with its task and its reader."""

    reminder: Reminder
    task: Task
    speaker: Speaker
    business: str | None
    removed: bool = False


async def due_reminders(session: AsyncSession, now: dt.datetime, limit: int) -> list[DueReminder]:
    """The oldest reminders that are due; rows locked by another worker are skipped."""
    statement = (
        columns(Reminder, Task, Chat, Member, col(Business.name), col(Membership.member_id))
        .join(Task, col(Task.id) == col(Reminder.task_id))
        .join(Chat, col(Chat.id) == col(Reminder.chat_id))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .join(Business, col(Business.id) == col(Task.business_id), isouter=True)
        .join(
            Membership,
            and_(
                col(Membership.business_id) == col(Task.business_id),
                col(Membership.member_id) == col(Member.id),
            ),
            isouter=True,
        )
        .where(col(Reminder.state) == "waiting", col(Reminder.due_at) <= now)
        .order_by(col(Reminder.due_at))
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
    )
    rows = (await session.execute(statement)).tuples().all()
    return [
        DueReminder(
            reminder,
            task,
            speaker_of(chat, member),
            # Its name is told only to those who work for it, and to the owner.
            business if member.is_owner or works_there is not None else None,
            member.archived_at is not None,
        )
        for reminder, task, chat, member, business, works_there in rows
    ]


def has_due_reminders(now: Any) -> ColumnElement[bool]:
    """Whether `enqueue_reminders` has anything to do at an instant."""
    waiting = exists().where(col(Reminder.state) == "waiting", col(Reminder.due_at) <= now)
    # The first by its moment, which the index answers; merely whether there is one was looked up in all tasks.
    first = tasks_to_remind_of(now).with_only_columns(Task.id).limit(1).scalar_subquery()
    return or_(waiting, first.is_not(None))


def tasks_to_remind_of(now: Any) -> Any:
    """Open tasks whose reminder has become due in some zone, and that have no row for it yet."""
    # By the expression of the index `task_reminding`: tasks far ahead are not read.
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


async def reminder_chats(session: AsyncSession, workspaces: set[int]) -> ReminderChats:
    """The private chats of the workspaces' members with their quiet hours, by workspace."""
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
