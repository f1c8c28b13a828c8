"""All calls to models, with their costs, and their answers so that a repeated attempt does not pay again."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, text


class ModelCall(SQLModel, table=True):
    """One call. Money is in micro-dollars; `reserved_micros` counts against the caps until `cost_micros` is known."""

    __tablename__ = "model_call"
    __table_args__ = (
        UniqueConstraint("trace_id", "step", "prompt_hash", name="model_call_once"),
        one_of("state", "reserved", "settled", "failed"),
        CheckConstraint("reserved_micros >= 0 AND cost_micros >= 0", name="money_not_negative"),
        Index("model_call_by_day", "workspace_id", "created_at"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    trace_id: str = text()
    step: str = text()
    prompt_hash: str = text()
    purpose: str = text()
    model: str = text()
    state: str = text(default="reserved")
    reserved_micros: int = big(default=0)
    cost_micros: int = big(default=0)
    tokens_in: int = Field(default=0)
    tokens_cached: int = Field(default=0)
    tokens_out: int = Field(default=0)
    milliseconds: int | None = Field(default=None)
    answer: dict[str, Any] | None = json(default=None)
    error: str | None = text(default=None)
    created_at: Instant = instant()
    settled_at: Instant | None = instant(default=None)
