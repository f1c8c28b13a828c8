"""Taking back: the world as it was before an operation, but for what was changed since."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.directory_event import DirectoryEvent
from models.tables.operation import Operation
from worker.features.directory.kinds import BUSINESS, BY_SUBJECT, Row
from worker.features.directory.name_checks import fold
from worker.features.directory.queries import Rows, load_rows
from worker.features.directory.recorder import WorldChanges, content_of


@dataclass(slots=True)
class WorldUndone:
    """Names of the businesses, projects and people that were put back, and of those changed since and kept."""

    reverted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


async def take_back_world(
    session: AsyncSession, *, operation_id: int, counter: Operation, now: dt.datetime
) -> WorldUndone:
    """Undo an operation's world events under `counter`.

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
    undone = WorldUndone()
    if not events:
        return undone
    rows = await load_rows(session, counter.workspace_id, changing=True)
    changes = WorldChanges(session, rows, counter, now)
    for event in events:
        row = rows.by_id(BY_SUBJECT[event.subject], event.subject_id)
        if row is not None:
            whole = await _revert(changes, rows, event, row)
            (undone.reverted if whole else undone.kept).append(row.name)
    return undone


async def touches_world(session: AsyncSession, operation_id: int) -> bool:
    """Whether an operation changed a business, a project or a person: only the owner may take that back."""
    statement = select(DirectoryEvent.id).where(DirectoryEvent.operation_id == operation_id).limit(1)
    return (await session.exec(statement)).first() is not None


async def _revert(changes: WorldChanges, rows: Rows, event: DirectoryEvent, row: Row) -> bool:
    """False when something of it had to be kept."""
    if event.before is None:
        return await changes.change(row, archived=True)
    now = content_of(row, rows)
    back = {name: value for name, value in event.before.items() if now[name] == event.after[name]}
    possible = {name: value for name, value in back.items() if _possible(rows, row, name, value)}
    await changes.change(row, **possible)
    return len(possible) == len(event.before)


def _possible(rows: Rows, row: Row, name: str, value: Any) -> bool:
    """A name that somebody else bears meanwhile stays theirs."""
    if name == "name":
        others = (other for other in rows.all_of(BY_SUBJECT[_subject(row)]) if other.id != row.id)
        return fold(value) not in {fold(other.name) for other in others}
    if name == "business_id" and value is not None:
        return rows.by_id(BUSINESS, value) is not None
    return True


def _subject(row: Row) -> str:
    return type(row).__name__.lower()
