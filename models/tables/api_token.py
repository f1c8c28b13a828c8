"""Tokens by which programs use a workspace over HTTP, and what came of each of their requests."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class ApiToken(SQLModel, table=True):
    """The access of one program, made by an owner in the chat `chat_id`, where they are told what it changes.

    Only the SHA-256 of the token is stored. With a `business_id` it reaches nothing but that business. `last_used_at` is
    exact to a minute; a token that has a `revoked_at` opens nothing.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="api_token_in_workspace"),
        same_workspace("api_token", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("api_token", "business_id", "business"),
    )

    id: int | None = key()
    workspace_id: int = big(index=True)
    chat_id: int = big()
    business_id: int | None = big(default=None)
    name: str = text()
    may_write: bool = Field()
    token_hash: str = text(unique=True)
    created_at: Instant = instant()
    last_used_at: Instant | None = instant(default=None)
    revoked_at: Instant | None = instant(default=None)


class ProgramRequest(SQLModel, table=True):
    """A request of a program that was carried out or refused, written with its effect.

    Its id is that of the update by which it was queued; `problem` is the code that says why nothing was changed.
    """

    __tablename__ = "program_request"
    __table_args__ = (
        same_workspace("program_request", "token_id", "api_token", ondelete="CASCADE"),
        Index("program_request_by_token", "token_id", "id"),
    )

    id: int = big(primary_key=True)
    workspace_id: int = big()
    token_id: int = big()
    problem: str | None = text(default=None)
    made_at: Instant = instant(index=True)
