"""The outbox: messages to Telegram, inserted in the transaction of their effect and marked once sent."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, text

METHODS = (
    *("sendMessage", "editMessageText", "sendPhoto", "sendDocument", "sendVideo", "sendAnimation"),
    *("sendVoice", "sendAudio", "sendVideoNote"),
)


class OutboundMessage(SQLModel, table=True):
    """One call to Telegram. `method` is the Bot API's name, `payload` its arguments without the chat.

    States: pending, sending (claimed by one worker), sent, failed (refused for good), unknown (may have arrived;
    never repeated). `ephemeral` rows are deleted once sent: nothing is stored about unknown senders.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        one_of("state", "pending", "sending", "sent", "failed", "unknown"),
        one_of("method", *METHODS),
        CheckConstraint(
            "(state = 'sending') = (claimed_at IS NOT NULL AND claimed_by IS NOT NULL)",
            name="sending_is_claimed",
        ),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_instant"),
        # One message per chat is sent at a time: this keeps the order and prevents double claims.
        Index(
            "outbound_one_sending", "chat_telegram_id", unique=True, postgresql_where=sql("state = 'sending'")
        ),
        Index(
            "outbound_owed", "chat_telegram_id", "id", postgresql_where=sql("state IN ('pending', 'sending')")
        ),
        # What is sent in bulk, within Telegram's rate limits (worker/delivery).
        Index(
            "outbound_bulk",
            "available_at",
            "id",
            postgresql_where=sql("state = 'pending' AND purpose IN ('digest', 'reminder')"),
        ),
        Index("outbound_trouble", "id", postgresql_where=sql("state IN ('failed', 'unknown')")),
        Index("outbound_by_message", "chat_telegram_id", "telegram_message_id"),
    )

    id: int | None = key()
    workspace_id: int | None = big(default=None, foreign_key="workspace.id", ondelete="CASCADE")
    chat_telegram_id: int = big()
    purpose: str = text(default="answer")
    method: str = text()
    payload: dict[str, Any] = json()
    dedupe_key: str = text(unique=True)
    operation_id: int | None = big(default=None, foreign_key="operation.id", ondelete="CASCADE")
    trace_id: str = text(index=True)
    ephemeral: bool = Field(default=False)
    state: str = text(default="pending")
    attempts: int = Field(default=0)
    available_at: Instant = instant()
    claimed_at: Instant | None = instant(default=None)
    claimed_by: str | None = text(default=None)
    sent_at: Instant | None = instant(default=None)
    telegram_message_id: int | None = big(default=None)
    error: str | None = text(default=None)
    created_at: Instant = instant()
