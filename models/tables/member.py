"""The people of a workspace, and the businesses they work for."""

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text, text_list


class Member(SQLModel, table=True):
    """A person who can be given tasks. Linked to Telegram only when they joined by an invitation.

    `role` is what they do ("fitter"), in the owner's words; what they may do is said by their memberships.
    """

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
    """A member works for a business of the same workspace, and may do there what their `role` allows.

    A manager leads its tasks, a member does theirs, a viewer sees its tasks and changes nothing.
    """

    __table_args__ = (
        one_of("role", "manager", "member", "viewer"),
        same_workspace("membership", "member_id", "member", ondelete="CASCADE"),
        same_workspace("membership", "business_id", "business", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    business_id: int = big(primary_key=True)
    workspace_id: int = big()
    role: str = text(default="member", sa_column_kwargs={"server_default": "member"})
