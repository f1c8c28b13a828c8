"""Words that were not understood, or whose meaning is asked about, kept until their author settles them."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace
from models.tables.columns import text as words_column


class Note(SQLModel, table=True):
    """A message, or a clause of one, in the person's own words. `operation_id` is the operation that made a task of it.

    `proposal` is what its author is asked about: {"intents": the change, "instead": new tasks it may mean, "why"}, as JSON of
    intents; None for plain notes. `part` counts the notes of one message from 0 (the whole of it) on: another attempt of
    the same update finds the existing notes.
    """

    __table_args__ = (
        one_of("state", "open", "task", "done", "dropped"),
        CheckConstraint("char_length(text) BETWEEN 1 AND 4096", name="text_length"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_instant"),
        UniqueConstraint("trace_id", "part"),
        same_workspace("note", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("note", "operation_id", "operation"),
        Index("note_open", "chat_id", "id", postgresql_where=sql("state = 'open'")),
        Index("note_by_source", "chat_id", "source_message_id"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    text: str = words_column()
    trace_id: str = words_column()
    part: int = Field(default=0, sa_type=SmallInteger, sa_column_kwargs={"server_default": "0"})
    source_message_id: int | None = big(default=None)
    state: str = words_column(default="open")
    proposal: dict[str, Any] | None = json(default=None)
    operation_id: int | None = big(default=None)
    created_at: Instant = instant()
    settled_at: Instant | None = instant(default=None)
