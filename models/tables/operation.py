"""One change that the bot made, with before and after of each row: audit trail and unit of undo."""

from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace, text, text_list


class Operation(SQLModel, table=True):
    """All changes of one message, callback or schedule. `source_message_id` is the person's Telegram message.

    `chat_id` is the private chat of whoever asked for it, `group_id` the group where they did, None in the private chat.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="operation_in_workspace"),
        Index("operation_by_source", "chat_id", "source_message_id"),
        Index("operation_lately", "workspace_id", "created_at"),
        one_of("reader", "rules", "openai", "person"),
        same_workspace("operation", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("operation", "group_id", "group_chat"),
    )

    id: int | None = key()
    workspace_id: int = Field(sa_type=BigInteger, foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    group_id: int | None = big(default=None)
    kind: str = text()
    reader: str = text()
    degraded: str | None = text(default=None)
    trace_id: str = text(index=True)
    source_message_id: int | None = big(default=None)
    # Of the message's words: an edit that leaves them as they are changes nothing.
    said_hash: str | None = text(default=None)
    undoes_id: int | None = big(default=None, foreign_key="operation.id", unique=True)
    undone_at: Instant | None = instant(default=None)
    # What the reader was unsure of, and why it chose each field: for the card and for /why.
    doubts: list[str] = text_list()
    reasons: list[dict[str, Any]] | None = json(default=None)
    created_at: Instant = instant()


class TaskEvent(SQLModel, table=True):
    """What an operation changed in one task: only the changed fields. `before` is null for a new task."""

    __tablename__ = "task_event"
    __table_args__ = (
        same_workspace("task_event", "operation_id", "operation", ondelete="CASCADE"),
        same_workspace("task_event", "task_id", "task", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    operation_id: int = big(index=True)
    task_id: int = big(index=True)
    before: dict[str, Any] | None = json(default=None)
    after: dict[str, Any] = json()
    created_at: Instant = instant()
