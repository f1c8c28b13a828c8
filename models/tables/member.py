"""The people of a workspace, and the businesses they work for."""

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text, text_list


class Member(SQLModel, table=True):
    """A person who can be given tasks. Linked to Telegram only when they joined by an invitation."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="member_in_workspace"),
        Index("member_name_once", "workspace_id", sql("lower(name)"), unique=True),
    )

    id: int | None = key()
    workspace_id: int = Field(sa_type=BigInteger, foreign_key="workspace.id", ondelete="CASCADE")
    name: str = text()
    aliases: list[str] = text_list()
    role: str | None = text(default=None)
    is_owner: bool = Field(default=False)
    telegram_user_id: int | None = big(default=None, unique=True)
    archived_at: Instant | None = instant(default=None)
    created_at: Instant = instant()


class Membership(SQLModel, table=True):
    """A member works for a business of the same workspace."""

    __table_args__ = (
        same_workspace("membership", "member_id", "member", ondelete="CASCADE"),
        same_workspace("membership", "business_id", "business", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    business_id: int = big(primary_key=True)
    workspace_id: int = big()
