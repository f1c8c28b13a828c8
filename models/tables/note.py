"""Note: a message that nobody understood, kept until a person makes a task of it or drops it."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, within
from models.tables.columns import text as words_column


class Note(SQLModel, table=True):
    """A person's own words. `operation_id` is the operation that made a task of them.

    Taken in once per message: a second reading of the same update finds the note that is there.
    """

    __table_args__ = (
        one_of("state", "open", "task", "dropped"),
        CheckConstraint("char_length(text) BETWEEN 1 AND 4096", name="text_length"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_instant"),
        within("note", "chat_id", "chat", ondelete="CASCADE"),
        within("note", "operation_id", "operation"),
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
