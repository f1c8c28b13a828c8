"""Messages that were not understood, kept until the person makes a task of them or drops them."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace
from models.tables.columns import text as words_column


class Note(SQLModel, table=True):
    """One message in the person's own words. `operation_id` is the operation that made a task of it.

    One per message: another attempt of the same update finds the existing note.
    """

    __table_args__ = (
        one_of("state", "open", "task", "dropped"),
        CheckConstraint("char_length(text) BETWEEN 1 AND 4096", name="text_length"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_instant"),
        same_workspace("note", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("note", "operation_id", "operation"),
        Index("note_open", "chat_id", "id", postgresql_where=sql("state = 'open'")),
        Index("note_by_source", "chat_id", "source_message_id"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    text: str = words_column()
    trace_id: str = words_column(unique=True)
    source_message_id: int | None = big(default=None)
    state: str = words_column(default="open")
    operation_id: int | None = big(default=None)
    created_at: Instant = instant()
    settled_at: Instant | None = instant(default=None)
