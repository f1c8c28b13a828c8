"""Telegram chats, each bound to one workspace, with language and time zone."""

from sqlalchemy import BigInteger, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text


class Chat(SQLModel, table=True):
    """Where the bot talks. `zone` is an IANA name; `blocked_at` is set when the user blocked the bot.

    `language` follows what is written until it was chosen.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="chat_in_workspace"),
        one_of("language", "en", "ru"),
        one_of("kind", "private", "group"),
        same_workspace("chat", "member_id", "member"),
    )

    id: int | None = key()
    telegram_id: int = big(unique=True)
    workspace_id: int = Field(sa_type=BigInteger, foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int = big()
    kind: str = text(default="private")
    language: str = text(default="en")
    zone: str = text(default="UTC")
    language_chosen: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    zone_confirmed: bool = Field(default=False)
    blocked_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
