"""SQL of the assignments that have to be followed, told or asked about again, for nobody in particular."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.speaker import Speaker, speaker_of

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Cause:
    """The last change of one field of a task: its operation, and the member in whose chat it was made."""

    operation: Operation
    member_id: int


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member as they can be told: `speaker` is None without a chat, `blocked` when they have blocked the bot."""

    speaker: Speaker | None
    blocked: bool = False

    @property
    def reachable(self) -> bool:
        """Whether a message would arrive, as far as is known."""
        return self.speaker is not None and not self.blocked


def unfollowed_tasks() -> Any:
    """Tasks that somebody does, or did, changed since their assignment looked at them; the index `task_to_assign` holds these."""
    return (
        select(Task)
        .where(*_unseen())
        .order_by(col(Task.id))
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def has_assignment_work(now: Any) -> ColumnElement[bool]:
    """Whether there is a task to follow, a notice to tell or a silent executor to ask again at an instant."""
    first = select(func.min(col(Task.id))).where(*_unseen()).scalar_subquery()
    due = exists().where(col(AssignmentNotice.state) == "waiting", col(AssignmentNotice.due_at) <= now)
    return or_(first.is_not(None), due, exists().where(*_silent(now)))


def silent_assignments(now: Any) -> Any:
    """Assignments whose executor has not answered until the instant at which they are asked again, with their tasks."""
    return (
        select(Assignment, Task)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(*_silent(now))
        .order_by(col(Assignment.id))
        .limit(_BATCH)
        .with_for_update(of=Assignment, skip_locked=True)
    )


def due_notices(now: Any) -> Any:
    """The notices that are due, those of one member together."""
    return (
        select(AssignmentNotice)
        .where(AssignmentNotice.state == "waiting", col(AssignmentNotice.due_at) <= now)
        .order_by(col(AssignmentNotice.member_id), col(AssignmentNotice.id))
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )


async def waiting_notices(
    session: AsyncSession, member_id: int, kinds: set[str]
) -> list[tuple[AssignmentNotice, Assignment, Task]]:
    """All that a member is still to be told of these kinds, due or not, oldest first, with what it is about."""
    statement = (
        select(AssignmentNotice, Assignment, Task)
        .join(Assignment, col(Assignment.id) == col(AssignmentNotice.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(
            AssignmentNotice.member_id == member_id,
            AssignmentNotice.state == "waiting",
            col(AssignmentNotice.kind).in_(kinds),
        )
        .order_by(col(AssignmentNotice.id))
        .with_for_update(of=AssignmentNotice)
        .execution_options(populate_existing=True)
    )
    return list((await session.exec(statement)).all())


async def live_assignment(session: AsyncSession, task_id: int) -> Assignment | None:
    """The one assignment of a task that is not withdrawn, locked."""
    statement = select(Assignment).where(Assignment.task_id == task_id, Assignment.state != "withdrawn")
    return (await session.exec(statement.with_for_update())).first()


async def last_withdrawn(session: AsyncSession, task_id: int, executor_id: int) -> Assignment | None:
    """The newest assignment of a task that was taken from this executor, locked."""
    statement = (
        select(Assignment)
        .where(
            Assignment.task_id == task_id,
            Assignment.executor_id == executor_id,
            Assignment.state == "withdrawn",
        )
        .order_by(col(Assignment.id).desc())
        .limit(1)
    )
    return (await session.exec(statement.with_for_update())).first()


async def last_cause(session: AsyncSession, task_id: int, field: str | None = None) -> Cause | None:
    """What changed a task last, or one field of it; None for a task whose making was not recorded."""
    statement = (
        select(Operation, Chat.member_id)
        .join(TaskEvent, col(TaskEvent.operation_id) == col(Operation.id))
        .join(Chat, col(Chat.id) == col(Operation.chat_id))
        .where(TaskEvent.task_id == task_id)
        .order_by(col(TaskEvent.id).desc())
        .limit(1)
    )
    if field is not None:
        statement = statement.where(func.jsonb_exists(col(TaskEvent.after), field))
    found = (await session.exec(statement)).first()
    return None if found is None else Cause(*found)


async def recipient_of(session: AsyncSession, member_id: int) -> Recipient:
    """How a member can be told; an archived one cannot."""
    statement = (
        select(Chat, Member)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            Member.id == member_id,
            Chat.kind == "private",
            col(Member.archived_at).is_(None),
        )
        .order_by(col(Chat.id))
    )
    found = (await session.exec(statement)).first()
    return (
        Recipient(None) if found is None else Recipient(speaker_of(*found), found[0].blocked_at is not None)
    )


def _unseen() -> tuple[ColumnElement[bool], ...]:
    return (
        or_(col(Task.assignee_id).is_not(None), col(Task.assignment_version).is_not(None)),
        col(Task.assignment_version).is_distinct_from(col(Task.version)),
    )


def _silent(now: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Assignment.state) == "offered",
        col(Assignment.nudged_at).is_(None),
        col(Assignment.nudge_at) <= now,
    )
