"""Changes: counts the rows that a transaction makes and changes, for the job's result."""

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
    """Rows by table, and the last operation among them. Statements that change rows in bulk are not counted."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    operation: Operation | None = None

    def note(self, session: Any, _context: Any) -> None:
        """What a flush has written."""
        for row in session.new:
            self.made[row.__tablename__] += 1
            if isinstance(row, Operation):
                self.operation = row
        for row in session.dirty:
            if session.is_modified(row):
                self.changed[row.__tablename__] += 1


@contextmanager
def count_row_changes(session: AsyncSession) -> Iterator[RowChanges]:
    """The changes of the session, counted until the block ends. Work that is rolled back to a savepoint counts too."""
    changes = RowChanges()
    event.listen(session.sync_session, "after_flush", changes.note)
    try:
        yield changes
    finally:
        event.remove(session.sync_session, "after_flush", changes.note)
