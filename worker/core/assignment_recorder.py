"""Writes every change of an assignment together with an event of its values before and after, and takes it back."""

import datetime as dt
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import Assignment, AssignmentEvent, AssignmentNotice
from models.tables.operation import Operation
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id

# What is told, and when, is no part of an answer: it is not undone.
_KEPT_OUT = {"id", "workspace_id", "told", "told_at", "nudge_at", "nudged_at", "offered_at"}
TAKEN_BACK = "taken_back"
# A state of these waits for the giver.
UNDECIDED = ("date_proposed", "refused", "question")


class AssignmentRecorder:
    """Writes answers and decisions under one operation, within the caller's transaction."""

    def __init__(self, session: AsyncSession, operation: Operation, now: dt.datetime) -> None:
        self._session = session
        self.operation = operation
        self.now = now

    async def change(self, assignment: Assignment, **fields: Any) -> bool:
        """Set new values; False when nothing differs."""
        old, new = _content(assignment), _content(assignment.model_copy(update=fields))
        changed = {name for name in fields if old[name] != new[name]}
        if not changed:
            return False
        for name in changed:
            setattr(assignment, name, fields[name])
        if "state" in changed:
            # Whoever has just answered, or is asked anew, is not silent: the next message says when they would be.
            assignment.nudge_at = None
        self._session.add(assignment)
        assert assignment.id is not None
        assert self.operation.id is not None
        self._session.add(
            AssignmentEvent(
                workspace_id=assignment.workspace_id,
                operation_id=self.operation.id,
                assignment_id=assignment.id,
                before={name: old[name] for name in changed},
                after={name: new[name] for name in changed},
                created_at=self.now,
            )
        )
        await self._session.flush()
        return True


async def undo_assignment_changes(
    session: AsyncSession, speaker: Speaker, operation_id: int, counter: Operation, now: dt.datetime
) -> tuple[list[str], list[str]]:
    """Put the assignments that an operation changed back as they were.

    The titles of the tasks whose assignments were put back, and of those that stay as they are because they were changed
    since; of both those that the speaker may reach. Whose undone decision is open again is asked for it once more, whoever
    was told of the change is told that it is undone, and what nobody was told yet is told no more.
    """
    statement = (
        select(AssignmentEvent, Assignment)
        .join(Assignment, col(Assignment.id) == col(AssignmentEvent.assignment_id))
        .where(
            AssignmentEvent.operation_id == operation_id,
            AssignmentEvent.workspace_id == speaker.workspace_id,
        )
        .order_by(col(AssignmentEvent.id).desc())
        .with_for_update(of=Assignment)
    )
    recorder, tasks, kept = AssignmentRecorder(session, counter, now), list[int](), list[int]()
    for event, assignment in (await session.exec(statement)).all():
        if await _put_back(recorder, event, assignment):
            tasks.append(assignment.task_id)
            if assignment.state in UNDECIDED and assignment.executor_id != speaker.member_id:
                session.add(_notice(assignment, assignment.giver_id, assignment.state, counter, now))
        else:
            kept.append(assignment.task_id)
    await _tell_no_more(session, operation_id)
    if tasks:
        await _tell_taken_back(session, operation_id, counter, now)
    found = await reachable_by_id(session, speaker, [*tasks, *kept])
    back, left = (
        [found[task].title for task in dict.fromkeys(ids) if task in found] for ids in (tasks, kept)
    )
    return back, left


async def _put_back(recorder: AssignmentRecorder, event: AssignmentEvent, assignment: Assignment) -> bool:
    """False where the state was changed since: the rest would not fit it."""
    current = _content(assignment)
    back = {name: value for name, value in event.before.items() if current[name] == event.after[name]}
    if "state" in event.before and "state" not in back:
        return False
    return await recorder.change(assignment, **{name: _value(name, value) for name, value in back.items()})


async def _tell_no_more(session: AsyncSession, operation_id: int) -> None:
    """What of an operation nobody was told yet is not told."""
    await session.execute(
        update(AssignmentNotice)
        .where(col(AssignmentNotice.operation_id) == operation_id, col(AssignmentNotice.state) == "waiting")
        .values(state="skipped")
    )


async def _tell_taken_back(
    session: AsyncSession, operation_id: int, counter: Operation, now: dt.datetime
) -> None:
    told = select(AssignmentNotice).where(
        col(AssignmentNotice.operation_id) == operation_id,
        col(AssignmentNotice.state).in_(("rendered", "sent", "unknown")),
    )
    for notice in (await session.exec(told)).all():
        session.add(_notice(notice, notice.member_id, TAKEN_BACK, counter, now))
    await session.flush()


def _notice(
    about: Assignment | AssignmentNotice, member_id: int, kind: str, counter: Operation, now: dt.datetime
) -> AssignmentNotice:
    """A notice that is due at once, about an assignment or what another notice is about."""
    return AssignmentNotice(
        workspace_id=about.workspace_id,
        assignment_id=(about.id or 0) if isinstance(about, Assignment) else about.assignment_id,
        member_id=member_id,
        kind=kind,
        operation_id=counter.id,
        due_at=now,
        created_at=now,
    )


def _content(assignment: Assignment) -> dict[str, Any]:
    return assignment.model_dump(mode="json", exclude=_KEPT_OUT)


def _value(field: str, value: Any) -> Any:
    """An event's JSON value as the column's own type."""
    annotation: Any = Assignment.model_fields[field].annotation
    return TypeAdapter(annotation).validate_python(value)
