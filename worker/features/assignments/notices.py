"""What has to be told of an assignment: rows that become messages once they are due."""

import datetime as dt
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentNotice
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.task_recorder import task_content
from worker.features.assignments.due_times import after_quiet, working_moment
from worker.features.assignments.queries import recipient_of

PURPOSE = "team"
# What an executor is told, and what the giver is told, each in the order of its telling.
TO_EXECUTOR = (
    *("offer", "agreed", "date_set", "date_kept", "answer", "reopened", "taken_back"),
    *("changed", "withdrawn", "nudge", "comment"),
)
TO_GIVER = (
    "unreachable",
    "date_proposed",
    "refused",
    "question",
    "taken_back",
    "let_go",
    "moved",
    "done",
    "undone",
)
# What an executor is to answer.
ASKING = frozenset({"offer", "date_set", "date_kept", "answer", "reopened", "nudge"})
# Each is news of its own, however many wait.
_EACH_TOLD = frozenset({"comment"})
# What goes with others of its kind, though it could still wait for more.
COLLECTED = frozenset({"changed", "withdrawn", "let_go", "moved", "done"})
_SNAPSHOT = ("title", "deadline_on", "deadline_at", "timing")


async def add_notice(
    session: AsyncSession,
    assignment: Assignment,
    kind: str,
    now: dt.datetime,
    *,
    to_executor: bool,
    operation: Operation | None = None,
    after: dt.timedelta = dt.timedelta(),
    urgent: bool = False,
    **details: Any,
) -> AssignmentNotice | None:
    """A notice for one side, due `after` so long; None where it is waiting already, or an executor has no chat.

    An executor is told within their working hours, unless it is urgent; a giver outside of their quiet hours.
    """
    assert assignment.id is not None
    member_id = assignment.executor_id if to_executor else assignment.giver_id
    if kind not in _EACH_TOLD and await _is_waiting(session, assignment.id, member_id, kind):
        return None
    recipient = await recipient_of(session, member_id)
    speaker = recipient.speaker
    if to_executor and recipient.blocked and kind in ASKING:
        return await add_notice(session, assignment, "unreachable", now, to_executor=False)
    if speaker is None:
        return None
    due_at = now + after
    if not urgent:
        due_at = await (working_moment if to_executor else after_quiet)(session, speaker, due_at)
    notice = AssignmentNotice(
        workspace_id=assignment.workspace_id,
        assignment_id=assignment.id,
        member_id=member_id,
        kind=kind,
        due_at=due_at,
        details=details or None,
        operation_id=None if operation is None else operation.id,
        created_at=now,
    )
    session.add(notice)
    await session.flush()
    return notice


async def skip_waiting(session: AsyncSession, assignment: Assignment, *kinds: str) -> None:
    """What of these kinds nobody was told yet is told no more."""
    await session.execute(
        update(AssignmentNotice)
        .where(
            col(AssignmentNotice.assignment_id) == assignment.id,
            col(AssignmentNotice.state) == "waiting",
            col(AssignmentNotice.kind).in_(kinds),
        )
        .values(state="skipped")
    )


async def was_told(session: AsyncSession, assignment: Assignment, kind: str) -> bool:
    """Whether a message of this kind left for its reader, as far as is known."""
    statement = select(AssignmentNotice.id).where(
        AssignmentNotice.assignment_id == assignment.id,
        AssignmentNotice.kind == kind,
        col(AssignmentNotice.state).in_(("rendered", "sent", "unknown")),
    )
    return (await session.exec(statement.limit(1))).first() is not None


async def _is_waiting(session: AsyncSession, assignment_id: int, member_id: int, kind: str) -> bool:
    statement = select(AssignmentNotice.id).where(
        AssignmentNotice.assignment_id == assignment_id,
        AssignmentNotice.member_id == member_id,
        AssignmentNotice.kind == kind,
        AssignmentNotice.state == "waiting",
    )
    return (await session.exec(statement.limit(1))).first() is not None


def snapshot(task: Task) -> dict[str, Any]:
    """What of a task its executor is told of when it changes, as JSON values."""
    content = task_content(task)
    return {name: content[name] for name in _SNAPSHOT}
