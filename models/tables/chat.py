"""Telegram chats, each bound to one workspace, with language and time zone."""

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint, false, true
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text

USUAL_LEAD_MINUTES, LONGEST_LEAD_MINUTES = 10, 24 * 60


class Chat(SQLModel, table=True):
    """Where the bot talks. `zone` is an IANA name; `blocked_at` is set when the user blocked the bot.

    `language` follows what is written until it was chosen. `begin_lead_minutes` is how long before what begins at a clock
    time its reader is reminded of it; None: not at all. `transcript_shown`: what was heard in a recording stands above
    its card. `default_business_id` takes the new tasks of this chat that name no business and are not private.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="chat_in_workspace"),
        one_of("language", "en", "ru"),
        one_of("kind", "private", "group"),
        CheckConstraint(f"begin_lead_minutes BETWEEN 0 AND {LONGEST_LEAD_MINUTES}", name="begin_lead_range"),
        same_workspace("chat", "member_id", "member"),
        same_workspace("chat", "default_business_id", "business"),
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
    begin_lead_minutes: int | None = Field(
        default=USUAL_LEAD_MINUTES, sa_column_kwargs={"server_default": str(USUAL_LEAD_MINUTES)}
    )
    transcript_shown: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    default_business_id: int | None = big(default=None)
    blocked_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
