"""Problems that the owner is notified of: whether each is open and has been reported."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, instant, json, text


class Alert(SQLModel, table=True):
    """One kind of problem. It is open from `since` to `over_at`; `told_at` is when the owner was last notified.

    `posted_at` is when ALERT_WEBHOOK_URL accepted the last notification. `facts` holds the numbers in its text.
    """

    __table_args__ = (Index("alert_open", "kind", postgresql_where=sql("over_at IS NULL")),)

    kind: str = text(primary_key=True)
    since: Instant = instant()
    seen_at: Instant = instant()
    told_at: Instant | None = instant(default=None)
    posted_at: Instant | None = instant(default=None)
    over_at: Instant | None = instant(default=None)
    facts: dict[str, Any] = json()
