"""One-time links that give a person access, as owner or as member."""

from sqlalchemy import false
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, text


class Invitation(SQLModel, table=True):
    """`token_hash` is the SHA-256 of the link's token. An owner's link has no workspace until it is used.

    With `replaces_account`, an existing member moves to the Telegram account that opens the link.
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
