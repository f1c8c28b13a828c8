"""Messages that were read by rules, or not transcribed, while the model was unavailable, to be read by it later."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace
from models.tables.columns import text as words_column


class DeferredRead(SQLModel, table=True):
    """One message. `text` is a typed message; both `text` and `sound` are null once it is settled.

    `sound` describes the recording of a voice message, and of any message what it replies to ("reply_to") and that it
    was forwarded ("forwarded"), and of one in a group which ("group") and its topic ("thread"). `tries` counts the reads so far, `next_try_at` is when the next one is due.
    """

    __tablename__ = "deferred_read"
    __table_args__ = (
        one_of("state", "waiting", "settled", "given_up"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_has_instant"),
        CheckConstraint(
            "state <> 'waiting' OR text IS NOT NULL OR sound IS NOT NULL", name="waiting_has_words"
        ),
        Index("deferred_read_due", "next_try_at", postgresql_where=sql("state = 'waiting'")),
        same_workspace("deferred_read", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("deferred_read", "operation_id", "operation", ondelete="CASCADE"),
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
