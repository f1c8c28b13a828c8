"""Chats to which nothing is sent until an operator resumes them."""

from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlmodel import SQLModel, col

from models.tables.columns import Instant, big, instant, text

# Stands for all chats: no chat of Telegram's has this id.
ALL_CHATS = 0


class DeliveryPause(SQLModel, table=True):
    """While the row exists, the outbox keeps what is for this chat, or with ALL_CHATS for every chat."""

    __tablename__ = "delivery_pause"

    chat_telegram_id: int = big(primary_key=True)
    paused_at: Instant = instant()
    paused_by: str = text()
    reason: str = text(default="")


def is_delivery_paused(chat_telegram_id: Any) -> ColumnElement[bool]:
    """Whether nothing is sent to the chat of this column now."""
    return exists().where(col(DeliveryPause.chat_telegram_id).in_((ALL_CHATS, chat_telegram_id)))
