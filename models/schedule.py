"""Schedule: what a chat gets when, and the ledger of what became of each day."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.columns import Instant, big, instant, key, one_of, text, within

EVERY_DAY = 0b1111111


class Schedule(SQLModel, table=True):
    """A chat's schedule of one kind, at a local time of the chat's zone. `weekdays`: bit 0 is Monday."""

    __table_args__ = (
        UniqueConstraint("chat_id", "kind", name="schedule_once"),
        one_of("kind", "morning_digest"),
        CheckConstraint("weekdays BETWEEN 0 AND 127", name="weekdays_range"),
        Index("schedule_due", "next_run_at", postgresql_where=sql("enabled")),
        within("schedule", "chat_id", "chat", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    chat_id: int = big()
    kind: str = text()
    local_time: dt.time = Field()
    weekdays: int = Field(default=EVERY_DAY)
    enabled: bool = Field(default=True)
    next_on: dt.date = Field()
    next_run_at: Instant = instant()
    created_at: Instant = instant()


class ScheduleRun(SQLModel, table=True):
    """One local day of a schedule. Its primary key is invariant I10: one run per schedule and day."""

    __tablename__ = "schedule_run"
    __table_args__ = (one_of("state", "enqueued", "rendered", "sent", "failed", "unknown", "skipped"),)

    schedule_id: int = big(primary_key=True, foreign_key="schedule.id", ondelete="CASCADE")
    local_on: dt.date = Field(primary_key=True)
    due_at: Instant = instant()
    enqueued_at: Instant = instant()
    rendered_at: Instant | None = instant(default=None)
    outbound_message_id: int | None = big(
        default=None, foreign_key="outbound_message.id", ondelete="SET NULL", index=True
    )
    state: str = text(default="enqueued")
    reason: str | None = text(default=None)
