"""Invitation: a one-time link that lets a person in, as owner or as member."""

from sqlalchemy import false
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, text


class Invitation(SQLModel, table=True):
    """Only the SHA-256 of the link's token is kept. An owner's link has no workspace until it is used.

    With `replaces_account` it moves a member who is in already to the Telegram account that opens it.
    """

    __table_args__ = (one_of("kind", "owner", "member"),)

    id: int | None = key()
    kind: str = text()
    workspace_id: int | None = big(default=None, foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int | None = big(default=None, foreign_key="member.id", ondelete="CASCADE")
    token_hash: str = text(unique=True)
    created_at: Instant = instant()
    expires_at: Instant | None = instant(default=None)
    replaces_account: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    used_at: Instant | None = instant(default=None)
