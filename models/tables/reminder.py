"""Reminders of tasks and their delivery."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text


class Reminder(SQLModel, table=True):
    """One reminder of one task. A stated one belongs to a deadline and a lead, one of what begins to its beginning: those
    make them unique. "snoozed" was put off by its reader; "repeated" comes again because the task is not done.

    States: waiting, rendered (in the outbox), sent, failed, unknown, skipped (with a reason: the task is
    over, its deadline has moved, it was past when it was set).
    """

    __table_args__ = (
        one_of("kind", "stated", "begins", "snoozed", "repeated"),
        one_of("state", "waiting", "rendered", "sent", "failed", "unknown", "skipped"),
        CheckConstraint("kind <> 'stated' OR minutes_before IS NOT NULL", name="stated_has_lead"),
        Index(
            "reminder_stated_once",
            "task_id",
            "deadline_on",
            "deadline_at",
            "minutes_before",
            unique=True,
            postgresql_where=sql("kind = 'stated'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "reminder_begins_once",
            "task_id",
            "deadline_at",
            unique=True,
            postgresql_where=sql("kind = 'begins'"),
        ),
        Index("reminder_due", "due_at", postgresql_where=sql("state = 'waiting'")),
        same_workspace("reminder", "task_id", "task", ondelete="CASCADE"),
        same_workspace("reminder", "chat_id", "chat", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    task_id: int = big(index=True)
    chat_id: int = big()
    kind: str = text(default="stated")
    deadline_on: dt.date | None = Field(default=None)
    deadline_at: Instant | None = instant(default=None)
    minutes_before: int | None = Field(default=None)
    due_at: Instant = instant()
    state: str = text(default="waiting")
    reason: str | None = text(default=None)
    outbound_message_id: int | None = big(
        default=None, foreign_key="outbound_message.id", ondelete="SET NULL", index=True
    )
    created_at: Instant = instant()
