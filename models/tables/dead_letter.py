"""Jobs that failed for good or were cancelled, kept complete so that they can be retried."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, json, key, one_of, text


class DeadLetter(SQLModel, table=True):
    """One job. `payload` is the update of a `handle_update` job, as a string if it could not be parsed; else null.

    `error` and `traceback` are those of the last attempt. `resolved_at`, `resolution` and `reason` (only of a discard)
    are null while the dead letter is open.
    """

    __tablename__ = "dead_letter"
    __table_args__ = (
        one_of("resolution", "retried", "discarded"),
        CheckConstraint("(resolved_at IS NULL) = (resolution IS NULL)", name="resolved_has_resolution"),
        Index("dead_letter_open", "dead_at", postgresql_where=sql("resolved_at IS NULL")),
        Index("dead_letter_once", "job_id", unique=True, postgresql_where=sql("resolved_at IS NULL")),
    )

    id: int | None = key()
    job_id: str = text(index=True)
    job_name: str = text()
    arguments: dict[str, Any] = json()
    payload: dict[str, Any] | str | None = json(default=None)
    trace_id: str | None = text(default=None, index=True)
    attempts: int = Field()
    error: str = text()
    traceback: str | None = text(default=None)
    dead_at: Instant = instant()
    resolved_at: Instant | None = instant(default=None)
    resolution: str | None = text(default=None)
    reason: str | None = text(default=None)
