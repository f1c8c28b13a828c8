"""Alert: a trouble the owner is told of once; the row decides whether it was said and whether it is over."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, instant, json, text


class Alert(SQLModel, table=True):
    """One kind of trouble. `since` begins an episode; `over_at` ends it; `told_at` is its latest message.

    `posted_at` is when ALERT_WEBHOOK_URL took what was told last. `facts` are the numbers of the sentence.
    """

    __table_args__ = (Index("alert_open", "kind", postgresql_where=sql("over_at IS NULL")),)

    kind: str = text(primary_key=True)
    since: Instant = instant()
    seen_at: Instant = instant()
    told_at: Instant | None = instant(default=None)
    posted_at: Instant | None = instant(default=None)
    over_at: Instant | None = instant(default=None)
    facts: dict[str, Any] = json()
