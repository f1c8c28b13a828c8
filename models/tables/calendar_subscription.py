"""Calendars of other programs that a member's plans respect."""

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class CalendarSubscription(SQLModel, table=True):
    """An ICS address that the worker reads: its busy times become the member's appointments.

    The address is as good as a key: it is shown nowhere. `fetched_at` is the last success, `read_at` when its events were
    last expanded (an unchanged file is not sent again, but days pass). While it fails, `failing_since`, `failures` and
    `error` say so, and `told_at` that its member was told. A removed one keeps its row until history is pruned.
    """

    __tablename__ = "calendar_subscription"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="calendar_subscription_in_workspace"),
        same_workspace("calendar_subscription", "member_id", "member", ondelete="CASCADE"),
        same_workspace("calendar_subscription", "chat_id", "chat", ondelete="CASCADE"),
        Index(
            "calendar_subscription_once",
            "member_id",
            "address",
            unique=True,
            postgresql_where=sql("removed_at IS NULL"),
        ),
        Index("calendar_subscription_due", "next_fetch_at", postgresql_where=sql("removed_at IS NULL")),
    )

    id: int | None = key()
    workspace_id: int = big()
    member_id: int = big()
    chat_id: int = big()
    address: str = text()
    name: str = text(default="")
    etag: str | None = text(default=None)
    last_modified: str | None = text(default=None)
    next_fetch_at: Instant = instant()
    fetched_at: Instant | None = instant(default=None)
    read_at: Instant | None = instant(default=None)
    failing_since: Instant | None = instant(default=None)
    failures: int = Field(default=0)
    error: str | None = text(default=None)
    told_at: Instant | None = instant(default=None)
    removed_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
