"""The schedules of a chat and their runs, one per local day."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text
from models.tables.schedule_kinds import SCHEDULE_KINDS
from models.tables.weekdays import EVERY_DAY


class Schedule(SQLModel, table=True):
    """A chat's schedule of one kind, at a local time of the chat's zone. `weekdays`: bit 0 is Monday.

    `paused_at` is set while the chat cannot be reached (bot blocked, chat deleted): nothing is due then.
    `when_empty`: a digest without content is not sent (silent) or is one line (line).
    """

    __table_args__ = (
        UniqueConstraint("chat_id", "kind", name="schedule_once"),
        one_of("kind", *SCHEDULE_KINDS),
        one_of("when_empty", "silent", "line"),
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays_range"),
        Index("schedule_due", "next_run_at", postgresql_where=sql("enabled AND paused_at IS NULL")),
        Index("schedule_paused", "chat_id", postgresql_where=sql("paused_at IS NOT NULL")),
        same_workspace("schedule", "chat_id", "chat", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    chat_id: int = big()
    kind: str = text()
    local_time: dt.time = Field()
    weekdays: int = Field(default=EVERY_DAY)
    enabled: bool = Field(default=True)
    when_empty: str = text(default="silent")
    paused_at: Instant | None = instant(default=None)
    next_on: dt.date = Field()
    next_run_at: Instant = instant()
    created_at: Instant = instant()


class ScheduleRun(SQLModel, table=True):
    """One local day of a schedule. Its primary key is invariant I10: one run per schedule and day.

    States: enqueued, rendered (in the outbox), sent (Telegram has every part; `telegram_message_id` is that of the
    first), failed or unknown (with Telegram's or our reason), skipped (on purpose, with a reason).
    `alone` marks a run whose batch failed: it is rendered by a job of its own, with retries of its own.
    """

    __tablename__ = "schedule_run"
    __table_args__ = (
        one_of("state", "enqueued", "rendered", "sent", "failed", "unknown", "skipped"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_run_has_instant"),
        Index("schedule_run_waiting", "due_at", postgresql_where=sql("state = 'enqueued'")),
        Index("schedule_run_unsettled", "rendered_at", postgresql_where=sql("state = 'rendered'")),
    )

    schedule_id: int = big(primary_key=True, foreign_key="schedule.id", ondelete="CASCADE")
    local_on: dt.date = Field(primary_key=True)
    zone: str = text(default="UTC")
    due_at: Instant = instant()
    enqueued_at: Instant = instant()
    rendered_at: Instant | None = instant(default=None)
    sent_at: Instant | None = instant(default=None)
    outbound_message_id: int | None = big(
        default=None, foreign_key="outbound_message.id", ondelete="SET NULL", index=True
    )
    telegram_message_id: int | None = big(default=None)
    parts: int = Field(default=0)
    alone: bool = Field(default=False)
    state: str = text(default="enqueued")
    reason: str | None = text(default=None)
