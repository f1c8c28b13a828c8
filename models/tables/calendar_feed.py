"""Calendar feeds: what a member's calendar programs fetch at a secret address."""

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, same_workspace, text


class CalendarFeed(SQLModel, table=True):
    """A member's calendar as an iCalendar file (gzipped), made ahead by the worker and served by the api.

    The address's token is derived from `salt` and stored as its hash only (models/runtime/feed_token.py). `read_at` is
    when the rows were last read for it, `made_at` when its `body` last became another one; None before the first time.
    `chat_id` is the private chat in whose language and zone it is written.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        same_workspace("calendar_feed", "member_id", "member", ondelete="CASCADE"),
        same_workspace("calendar_feed", "chat_id", "chat", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    workspace_id: int = big(index=True)
    chat_id: int = big()
    salt: str = text()
    token_hash: str = text(unique=True)
    body: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    etag: str | None = text(default=None)
    made_at: Instant | None = instant(default=None)
    read_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
