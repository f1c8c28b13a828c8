"""Late reading: a message that rules read, or nobody could hear, and that the model is to read when it is back."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, within
from models.tables.columns import text as words_column


class DeferredRead(SQLModel, table=True):
    """What is to be read again: `text`, or the recording named by `sound`. Both go once it is settled.

    `sound` also holds what a message answered or that it was forwarded, for a text too: "reply_to", "forwarded".
    """

    __tablename__ = "deferred_read"
    __table_args__ = (
        one_of("state", "waiting", "settled", "given_up"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_has_instant"),
        CheckConstraint(
            "state <> 'waiting' OR text IS NOT NULL OR sound IS NOT NULL", name="waiting_has_words"
        ),
        Index("deferred_read_due", "next_try_at", postgresql_where=sql("state = 'waiting'")),
        within("deferred_read", "chat_id", "chat", ondelete="CASCADE"),
        within("deferred_read", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    operation_id: int | None = big(default=None)
    trace_id: str = words_column(unique=True)
    text: str | None = words_column(default=None)
    sound: dict[str, Any] | None = json(default=None)
    source_message_id: int | None = big(default=None)
    received_at: Instant = instant()
    tries: int = Field(default=0)
    next_try_at: Instant = instant()
    state: str = words_column(default="waiting")
    settled_at: Instant | None = instant(default=None)
