"""Counts the rows that a transaction inserts and updates, for the job's result."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation


@dataclass(slots=True)
class RowChanges:
    """Counts by table, and the last operation inserted. Bulk statements are not counted."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    operation: Operation | None = None

    def record_flush(self, session: Any, _context: Any) -> None:
        """Count what a flush has written (SQLAlchemy's `after_flush` event)."""
        for row in session.new:
            self.made[row.__tablename__] += 1
            if isinstance(row, Operation):
                self.operation = row
        for row in session.dirty:
            if session.is_modified(row):
                self.changed[row.__tablename__] += 1


@contextmanager
def count_row_changes(session: AsyncSession) -> Iterator[RowChanges]:
    """Count the session's changes until the block ends, including those rolled back to a savepoint."""
    changes = RowChanges()
    event.listen(session.sync_session, "after_flush", changes.record_flush)
    try:
        yield changes
    finally:
        event.remove(session.sync_session, "after_flush", changes.record_flush)
