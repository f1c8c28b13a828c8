"""SQL of due reminders and of the tasks whose reminder has become due."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, DateTime, and_, cast, exists, func, literal_column, or_
from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.chat import LONGEST_LEAD_MINUTES, Chat
from models.tables.member import Member, Membership
from models.tables.operation import Operation, TaskEvent
from models.tables.quiet_hours import QuietHours
from models.tables.reminder import Reminder
from models.tables.schedule import Schedule
from models.tables.task import REMINDER_MOMENT, TO_BEGIN, Task
from worker.core.speaker import Speaker, speaker_of

_BATCH = 500
# Tasks whose deadline is further back get no reminder, however long nobody was running.
_TOO_OLD = dt.timedelta(days=14)
# What began longer ago is not reminded of, unless somebody asked for it: whether it happened is asked in other ways.
_BEGUN_LONG_AGO = dt.timedelta(hours=1)
# What begins further ahead than the longest lead is not looked at.
_LONGEST_LEAD = dt.timedelta(minutes=LONGEST_LEAD_MINUTES)


@dataclass(frozen=True, slots=True)
class ReminderChat:
    """A member's private chat: its quiet hours, and the time of its morning digest (None when that is off)."""

    chat: Chat
    member: Member
    quiet: QuietHours | None
    morning: dt.time | None


ReminderChats = dict[int, list[ReminderChat]]


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
    beginning = tasks_about_to_begin(now).with_only_columns(Task.id).limit(1).scalar_subquery()
    return or_(waiting, first.is_not(None), beginning.is_not(None))


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


def tasks_about_to_begin(now: Any) -> Any:
    """Open tasks without a reminder of their own that begin within their reader's usual lead, with that lead in minutes,
    and that have no row for it yet."""
    lead = (
        select(Chat.begin_lead_minutes)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            Chat.workspace_id == Task.workspace_id,
            *_can_be_reached(),
            or_(col(Member.id) == col(Task.assignee_id), col(Member.is_owner)),
        )
        .order_by((col(Member.id) == col(Task.assignee_id)).desc().nulls_last(), col(Chat.id))
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    known = exists().where(
        col(Reminder.task_id) == col(Task.id),
        col(Reminder.kind) == "begins",
        col(Reminder.deadline_at) == col(Task.deadline_at),
    )
    return (
        columns(Task, lead)
        .where(
            literal_column(f"({TO_BEGIN})", Boolean()),
            col(Task.deadline_at).between(now - _BEGUN_LONG_AGO, now + _LONGEST_LEAD),
            col(Task.deadline_at) - func.make_interval(0, 0, 0, 0, 0, lead) <= now,
            ~known,
        )
        .order_by(col(Task.deadline_at))
        .limit(_BATCH)
    )


def _can_be_reached() -> tuple[ColumnElement[bool], ...]:
    """Private chats of members; a blocked one only of the owner, who is told otherwise."""
    return (
        col(Chat.kind) == "private",
        or_(col(Chat.blocked_at).is_(None), col(Member.is_owner)),
        col(Member.archived_at).is_(None),
    )


async def makers_chats(session: AsyncSession, tasks: set[int]) -> dict[int, int]:
    """By task, the chat in which it was asked for."""
    statement = (
        select(TaskEvent.task_id, Operation.chat_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(col(TaskEvent.task_id).in_(tasks), col(TaskEvent.before).is_(None))
    )
    return dict((await session.exec(statement)).all())


async def reminder_chats(session: AsyncSession, workspaces: set[int]) -> ReminderChats:
    """The private chats of the workspaces' members, by workspace."""
    digest = and_(
        col(Schedule.chat_id) == col(Chat.id),
        col(Schedule.kind) == "morning_digest",
        col(Schedule.enabled),
    )
    statement = (
        columns(Chat, Member, QuietHours, col(Schedule.local_time))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .join(QuietHours, col(QuietHours.chat_id) == col(Chat.id), isouter=True)
        .join(Schedule, digest, isouter=True)
        .where(col(Chat.workspace_id).in_(workspaces), *_can_be_reached())
        .order_by(col(Chat.id))
    )
    found: ReminderChats = {}
    for row in (await session.execute(statement)).tuples().all():
        found.setdefault(row[0].workspace_id, []).append(ReminderChat(*row))
    return found
