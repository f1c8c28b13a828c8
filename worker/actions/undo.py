"""Undo: takes back one whole operation, and keeps what a person changed since."""

import datetime as dt
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.operation import Operation, TaskEvent
from models.task import Task
from worker.actions.recorder import Recorder, content_of, value_from_event
from worker.conversation.world.taking_back import take_back_world


@dataclass(slots=True)
class Undone:
    """Tasks put back as they were, and tasks (or some of their fields) left because they were changed since."""

    operation: Operation
    reverted: list[Task] = field(default_factory=list)
    kept: list[Task] = field(default_factory=list)
    # Businesses, projects and people that were changed since.
    kept_names: list[str] = field(default_factory=list)


async def undo(
    session: AsyncSession,
    *,
    workspace_id: int,
    operation_id: int,
    chat_id: int,
    trace_id: str,
    now: dt.datetime,
) -> Undone | None:
    """Take an operation back. None when it is not of this workspace or was taken back already."""
    found = select(Operation).where(Operation.id == operation_id, Operation.workspace_id == workspace_id)
    operation = (await session.exec(found.with_for_update())).first()
    if operation is None or operation.undone_at is not None or operation.kind == "undo":
        return None
    operation.undone_at = now
    counter = Operation(
        workspace_id=workspace_id,
        chat_id=chat_id,
        kind="undo",
        reader="person",
        trace_id=trace_id,
        undoes_id=operation_id,
        created_at=now,
    )
    session.add_all([operation, counter])
    await session.flush()
    undone = Undone(operation)
    recorder = Recorder(session, counter, now)
    for event, task in await _events(session, workspace_id, operation_id):
        await _revert(session, recorder, event, task, undone)
    undone.kept_names = await take_back_world(session, operation_id=operation_id, counter=counter, now=now)
    return undone


async def _events(
    session: AsyncSession, workspace_id: int, operation_id: int
) -> list[tuple[TaskEvent, Task]]:
    statement = (
        select(TaskEvent, Task)
        .where(
            TaskEvent.operation_id == operation_id,
            TaskEvent.workspace_id == workspace_id,
            Task.id == TaskEvent.task_id,
        )
        .order_by(col(TaskEvent.id).desc())
        .with_for_update(of=Task)
    )
    return [(event, task) for event, task in (await session.exec(statement)).all()]


async def _revert(
    session: AsyncSession, recorder: Recorder, event: TaskEvent, task: Task, undone: Undone
) -> None:
    if event.before is None:
        # A new task goes, unless something was done with it since.
        if await _touched_since(session, event):
            undone.kept.append(task)
        else:
            await recorder.change(task, status="dropped")
            undone.reverted.append(task)
        return
    current = content_of(task)
    back = {name: value for name, value in event.before.items() if current[name] == event.after[name]}
    if back:
        await recorder.change(task, **{name: value_from_event(name, value) for name, value in back.items()})
        undone.reverted.append(task)
    if len(back) < len(event.before):
        undone.kept.append(task)


async def _touched_since(session: AsyncSession, event: TaskEvent) -> bool:
    """A later change that still stands: not an undo's own, not one that was itself undone."""
    later = (
        select(TaskEvent.id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            TaskEvent.task_id == event.task_id,
            col(TaskEvent.id) > event.id,
            TaskEvent.operation_id != event.operation_id,
            Operation.kind != "undo",
            col(Operation.undone_at).is_(None),
        )
    )
    return (await session.exec(later)).first() is not None
