"""Undoes one whole operation, and keeps what was changed since."""

import datetime as dt
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.assignment_recorder import undo_assignment_changes
from worker.core.business_access import within_access
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.operations import REDO_KIND, UNDO_KIND, UNDO_KINDS
from worker.core.speaker import Speaker
from worker.core.task_access import events_to_undo, reachable_operation
from worker.core.task_recorder import TaskRecorder, task_content, value_from_event
from worker.features.directory.absences import undo_absences
from worker.features.directory.undo import changed_directory, undo_directory_changes
from worker.features.groups.service import undo_bindings


@dataclass(slots=True)
class UndoResult:
    """Tasks put back as they were, and tasks (or some of their fields) left because they were changed since."""

    operation: Operation
    reverted: list[Task] = field(default_factory=list)
    kept: list[Task] = field(default_factory=list)
    # How many of its tasks the speaker may no longer reach: left as they are.
    beyond: int = 0
    # Names of businesses, projects and people that were put back, absences undone and answers about tasks taken back, and
    # names changed since.
    reverted_names: list[str] = field(default_factory=list)
    kept_names: list[str] = field(default_factory=list)


async def undo_operation(
    session: AsyncSession, speaker: Speaker, operation_id: int, *, trace_id: str, now: dt.datetime
) -> UndoResult | None:
    """Undo an operation, as far as the speaker may reach its tasks.

    None, with nothing changed, when the speaker may not undo it or it is undone already: only the owner may undo
    another chat's operation, or one that changed a business, a project or a member.
    """
    operation = await reachable_operation(session, speaker, operation_id, lock=True)
    if operation is None or operation.undone_at is not None or operation.kind in UNDO_KINDS:
        return None
    if not speaker.is_owner and await changed_directory(session, operation_id):
        return None
    events, beyond = await events_to_undo(session, speaker, operation)
    if beyond and not events:
        return None
    operation.undone_at = now
    counter = await _counter(session, speaker, operation, UNDO_KIND, trace_id, now)
    undone = UndoResult(operation, beyond=beyond)
    recorder = TaskRecorder(session, counter, now)
    names = await load_directory_names(session, speaker)
    for event, task in events:
        await _revert(session, recorder, names, event, task, undone)
    world = await undo_directory_changes(session, operation_id=operation_id, counter=counter, now=now)
    absences = await undo_absences(session, speaker, operation_id, now)
    answers, changed = await undo_assignment_changes(session, speaker, operation_id, counter, now)
    groups = await undo_bindings(session, speaker, operation_id, counter, now)
    told = {task.title for task in undone.reverted}
    undone.reverted_names = [
        *world.reverted,
        *groups,
        *absences,
        *(title for title in answers if title not in told),
    ]
    undone.kept_names = [*world.kept, *_changed_since(changed, undone)]
    return undone


def _changed_since(titles: list[str], undone: UndoResult) -> list[str]:
    """The tasks of answers that stand, of which nothing else is said."""
    said = {task.title for task in (*undone.reverted, *undone.kept)}
    return [title for title in titles if title not in said]


async def is_undone(session: AsyncSession, speaker: Speaker, operation_id: int) -> bool:
    """Whether an operation that the speaker may reach is undone."""
    operation = await reachable_operation(session, speaker, operation_id)
    return operation is not None and operation.undone_at is not None


async def redo_operation(
    session: AsyncSession, speaker: Speaker, undo: Operation, *, trace_id: str, now: dt.datetime
) -> UndoResult | None:
    """Do again what `undo` took back, where nothing else has changed it since; its operation stands again.

    None, with nothing changed, when the speaker may not.
    """
    locked = await reachable_operation(session, speaker, undo.id or 0, lock=True)
    if locked is None or locked.kind != UNDO_KIND or locked.undone_at is not None or locked.undoes_id is None:
        return None
    operation = await reachable_operation(session, speaker, locked.undoes_id, lock=True)
    if operation is None or not (speaker.is_owner or not await changed_directory(session, locked.id or 0)):
        return None
    events, beyond = await events_to_undo(session, speaker, locked)
    if beyond and not events:
        return None
    # The operation can be undone once more: one undo stands for it at a time.
    locked.undone_at, locked.undoes_id, operation.undone_at = now, None, None
    counter = await _counter(session, speaker, None, REDO_KIND, trace_id, now)
    session.add_all([locked, operation])
    done = UndoResult(operation, beyond=beyond)
    recorder, names = TaskRecorder(session, counter, now), await load_directory_names(session, speaker)
    for event, task in events:
        await _revert(session, recorder, names, event, task, done)
    world = await undo_directory_changes(session, operation_id=locked.id or 0, counter=counter, now=now)
    answers, changed = await undo_assignment_changes(session, speaker, locked.id or 0, counter, now)
    groups = await undo_bindings(session, speaker, locked.id or 0, counter, now)
    told = {task.title for task in done.reverted}
    done.reverted_names = [*world.reverted, *groups, *(title for title in answers if title not in told)]
    done.kept_names = [*world.kept, *_changed_since(changed, done)]
    return done


async def _counter(
    session: AsyncSession,
    speaker: Speaker,
    undoes: Operation | None,
    kind: str,
    trace_id: str,
    now: dt.datetime,
) -> Operation:
    """The operation under which another one is undone, or done again."""
    counter = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        group_id=speaker.group_id,
        kind=kind,
        reader="person",
        trace_id=trace_id,
        undoes_id=undoes.id if undoes else None,
        created_at=now,
    )
    session.add_all([counter, *([undoes] if undoes else [])])
    await session.flush()
    return counter


async def _revert(
    session: AsyncSession,
    recorder: TaskRecorder,
    names: DirectoryNames,
    event: TaskEvent,
    task: Task,
    undone: UndoResult,
) -> None:
    if event.before is None:
        # A new task is dropped, unless it was changed since.
        if await _was_changed_since(session, event):
            undone.kept.append(task)
        else:
            await recorder.change(task, status="dropped")
            undone.reverted.append(task)
        return
    if not event.before:
        # Something was put with the task: it goes with its operation.
        recorder.record_addition(task)
        undone.reverted.append(task)
        return
    current = task_content(task)
    back = {name: value for name, value in event.before.items() if current[name] == event.after[name]}
    # Not into a business they have left since it was done.
    back = within_access(names, back, task)
    if back:
        await recorder.change(task, **{name: value_from_event(name, value) for name, value in back.items()})
        undone.reverted.append(task)
    if len(back) < len(event.before):
        undone.kept.append(task)


async def _was_changed_since(session: AsyncSession, event: TaskEvent) -> bool:
    """Whether a later change still stands: not an undo's, and not undone itself."""
    later = (
        select(TaskEvent.id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            TaskEvent.task_id == event.task_id,
            col(TaskEvent.id) > event.id,
            TaskEvent.operation_id != event.operation_id,
            col(Operation.kind).not_in(UNDO_KINDS),
            col(Operation.undone_at).is_(None),
        )
    )
    return (await session.exec(later)).first() is not None
