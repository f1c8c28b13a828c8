"""Tasks, with assignee, deadline, estimate and actual time."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text

DEFAULT_PRIORITY = 2
# The earliest instant (UTC, without zone) at which a reminder can be due anywhere: a day without a clock time counts
# from the morning of the chat, and begins fourteen hours before the day does in UTC in the easternmost zone.
REMINDER_MOMENT = (
    "(COALESCE(timezone('UTC'::text, deadline_at),"
    " deadline_on::timestamp without time zone - '14:00:00'::interval)"
    " - make_interval(mins => reminder_minutes_before))"
)
# Tasks that begin at a clock time and have no reminder of their own: their reader's usual one counts.
TO_BEGIN = (
    "status = 'open' AND timing = 'on' AND deadline_at IS NOT NULL"
    " AND reminder_minutes_before IS NULL AND reminding = 'once'"
)
# Recurring tasks that were changed since their series last looked at them (worker/features/recurrence).
TO_FOLLOW = (
    "(recurrence IS NOT NULL OR followed_version IS NOT NULL) AND followed_version IS DISTINCT FROM version"
)
# Tasks that somebody does, or did, and that were changed since their assignment looked at them (worker/features/assignments).
TO_ASSIGN = (
    "(assignee_id IS NOT NULL OR assignment_version IS NOT NULL)"
    " AND assignment_version IS DISTINCT FROM version"
)


class Task(SQLModel, table=True):
    """A task, "open" until it is "done", "dropped" (no longer wanted), "missed" (its time went by and it did not happen)
    or "passed" (its time went by and nobody said whether it happened).

    Its deadline is a local date of the chat and, when a clock time was given, an instant as well.

    `timing` says what that date is: "on" when the task happens on that day or begins at that time, "by" when it must be
    done by then; None only without a deadline.
    Estimates and actuals are minutes. An actual comes only from a person or a timer, never from an estimate.
    `version` increases with each change, so that a callback of an outdated card is noticed; `followed_version` is the
    one that its series has processed, `assignment_version` the one that its assignment has. `reminding`: once; "until_done",
    again and again in working hours; or "never", also not before it begins. `worked_minutes` is what timers have measured
    before the task is done.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="task_in_workspace"),
        UniqueConstraint("workspace_id", "number", name="task_number_once"),
        one_of("status", "open", "done", "dropped", "missed", "passed"),
        one_of("timing", "on", "by"),
        one_of("reminding", "once", "until_done", "never"),
        one_of("estimate_source", "stated", "similar", "median", "model", "default"),
        one_of("actual_source", "person", "timer"),
        CheckConstraint("char_length(title) BETWEEN 1 AND 200", name="title_length"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority_range"),
        CheckConstraint("deadline_at IS NULL OR deadline_on IS NOT NULL", name="deadline_has_date"),
        CheckConstraint(
            "estimate_low <= estimate_minutes AND estimate_minutes <= estimate_high", name="estimate_ordered"
        ),
        CheckConstraint("(estimate_minutes IS NULL) = (estimate_source IS NULL)", name="estimate_has_source"),
        CheckConstraint("(actual_minutes IS NULL) = (actual_source IS NULL)", name="actual_has_source"),
        CheckConstraint("estimate_minutes > 0 AND actual_minutes > 0", name="minutes_positive"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_has_instant"),
        same_workspace("task", "business_id", "business"),
        same_workspace("task", "project_id", "project"),
        same_workspace("task", "assignee_id", "member"),
        Index(
            "task_open_by_deadline", "workspace_id", "deadline_on", postgresql_where=sql("status = 'open'")
        ),
        Index(
            "task_reminding",
            sql(REMINDER_MOMENT),
            postgresql_where=sql("status = 'open' AND reminder_minutes_before IS NOT NULL"),
        ),
        Index(
            "task_may_pass",
            "deadline_on",
            postgresql_where=sql("status = 'open' AND timing = 'on' AND recurrence IS NULL"),
        ),
        Index("task_to_begin", "deadline_at", postgresql_where=sql(TO_BEGIN)),
        Index("task_to_follow", "id", postgresql_where=sql(TO_FOLLOW)),
        Index("task_to_assign", "id", postgresql_where=sql(TO_ASSIGN)),
        Index("task_done_lately", "workspace_id", "done_at", postgresql_where=sql("status = 'done'")),
    )

    id: int | None = key()
    workspace_id: int = Field(sa_type=BigInteger, foreign_key="workspace.id", ondelete="CASCADE")
    number: int = Field()
    title: str = text()
    business_id: int | None = big(default=None)
    project_id: int | None = big(default=None)
    assignee_id: int | None = big(default=None)
    status: str = text(default="open")
    priority: int = Field(default=DEFAULT_PRIORITY)
    deadline_on: dt.date | None = Field(default=None)
    deadline_at: Instant | None = instant(default=None)
    timing: str | None = text(default=None)
    do_on: dt.date | None = Field(default=None)
    estimate_minutes: int | None = Field(default=None)
    estimate_low: int | None = Field(default=None)
    estimate_high: int | None = Field(default=None)
    estimate_source: str | None = text(default=None)
    actual_minutes: int | None = Field(default=None)
    actual_source: str | None = text(default=None)
    recurrence: str | None = text(default=None)
    reminder_minutes_before: int | None = Field(default=None)
    reminding: str = text(default="once", sa_column_kwargs={"server_default": "once"})
    version: int = Field(default=1)
    followed_version: int | None = Field(default=None)
    assignment_version: int | None = Field(default=None)
    worked_minutes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: Instant = instant()
    updated_at: Instant = instant()
    done_at: Instant | None = instant(default=None)
