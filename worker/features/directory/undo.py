"""Undoes what an operation changed of businesses, projects and people, and keeps what was changed since."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.directory_event import DirectoryEvent
from models.tables.operation import Operation
from worker.features.directory.entries import BUSINESS, KIND_BY_SUBJECT, Entry
from worker.features.directory.name_checks import fold_name
from worker.features.directory.queries import Directory, load_directory
from worker.features.directory.recorder import DirectoryRecorder, entry_content


@dataclass(slots=True)
class DirectoryUndoResult:
    """Names of the entries that were put back, and of those kept because they were changed since."""

    reverted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


async def undo_directory_changes(
    session: AsyncSession, *, operation_id: int, counter: Operation, now: dt.datetime
) -> DirectoryUndoResult:
    """Undo an operation's directory events under the operation `counter`.

    What was new is archived, not deleted: tasks made since may stand under it.
    """
    statement = (
        select(DirectoryEvent)
        .where(
            DirectoryEvent.operation_id == operation_id, DirectoryEvent.workspace_id == counter.workspace_id
        )
        .order_by(col(DirectoryEvent.id).desc())
    )
    events = (await session.exec(statement)).all()
    undone = DirectoryUndoResult()
    if not events:
        return undone
    directory = await load_directory(session, counter.workspace_id, changing=True)
    changes = DirectoryRecorder(session, directory, counter, now)
    for event in events:
        row = directory.by_id(KIND_BY_SUBJECT[event.subject], event.subject_id)
        if row is not None:
            whole = await _revert(changes, directory, event, row)
            (undone.reverted if whole else undone.kept).append(row.name)
    return undone


async def changed_directory(session: AsyncSession, operation_id: int) -> bool:
    """Whether an operation changed a business, a project or a member: only the owner may undo that."""
    statement = select(DirectoryEvent.id).where(DirectoryEvent.operation_id == operation_id).limit(1)
    return (await session.exec(statement)).first() is not None


async def _revert(
    changes: DirectoryRecorder, directory: Directory, event: DirectoryEvent, row: Entry
) -> bool:
    """False when a value was changed since and had to be kept."""
    if event.before is None:
        return await changes.change(row, archived=True)
    now = entry_content(row, directory)
    back = {name: value for name, value in event.before.items() if now[name] == event.after[name]}
    possible = {
        name: value for name, value in back.items() if _is_still_possible(directory, row, name, value)
    }
    await changes.change(row, **possible)
    return len(possible) == len(event.before)


def _is_still_possible(directory: Directory, row: Entry, name: str, value: Any) -> bool:
    """False when another entry has taken the name meanwhile, or the business no longer exists."""
    if name == "name":
        others = (
            other for other in directory.all_of(KIND_BY_SUBJECT[_subject_of(row)]) if other.id != row.id
        )
        return fold_name(value) not in {fold_name(other.name) for other in others}
    if name == "business_id" and value is not None:
        return directory.by_id(BUSINESS, value) is not None
    return True


def _subject_of(row: Entry) -> str:
    return type(row).__name__.lower()
