"""Each Telegram update once, from its first attempt on."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, one_of, text


class InboundUpdate(SQLModel, table=True):
    """One update. `handled_at` is set in the transaction of its effect, which makes the effect happen once (invariant I2).

    `payload` is null from then on. The row of an unknown sender has neither payload nor lane.
    """

    __tablename__ = "inbound_update"
    __table_args__ = (
        one_of("outcome", "done", "ignored", "stranger", "dead"),
        CheckConstraint("(handled_at IS NULL) = (outcome IS NULL)", name="handled_has_outcome"),
        CheckConstraint("handled_at IS NULL OR payload IS NULL", name="handled_drops_payload"),
        Index("inbound_update_waiting", "received_at", postgresql_where=sql("handled_at IS NULL")),
    )

    update_id: int = big(primary_key=True)
    lane: str | None = text(default=None)
    kind: str = text()
    payload: dict[str, Any] | None = json(default=None)
    trace_id: str = text()
    attempts: int = Field(default=0)
    received_at: Instant = instant()
    started_at: Instant = instant()
    handled_at: Instant | None = instant(default=None, index=True)
    outcome: str | None = text(default=None)
