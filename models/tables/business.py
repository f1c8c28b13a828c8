"""Businesses: tasks of one are never mixed with those of another."""

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, key, text, text_list


class Business(SQLModel, table=True):
    """A firm of the owner's; `keywords` are words that point to it in a message."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="business_in_workspace"),
        Index("business_name_once", "workspace_id", sql("lower(name)"), unique=True),
    )

    id: int | None = key()
    workspace_id: int = Field(sa_type=BigInteger, foreign_key="workspace.id", ondelete="CASCADE")
    name: str = text()
    emoji: str | None = text(default=None)
    keywords: list[str] = text_list()
    archived_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
