"""Assignments: a task given by one member to another, what the other answers, and who is told of it when."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace, text


class Assignment(SQLModel, table=True):
    """One round of one task: `giver_id` gave it to `executor_id`. A task has at most one that is not withdrawn.

    States: offered (no answer yet), accepted, date_proposed (`proposed_on`, and `proposed_at` with a clock time, wait for
    the giver), refused, question (`question` waits for the giver's `answer`), done, withdrawn (the executor has it no
    more; `withdrawn_from` is the state before). `reason` belongs to the refusal or the proposed date, `suggested_id`
    is whom the executor would give it to. `told` is the task as the executor was last told of it.
    `nudge_at` is when a silent executor is asked again, None for never.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="assignment_in_workspace"),
        one_of("state", "offered", "accepted", "date_proposed", "refused", "question", "done", "withdrawn"),
        CheckConstraint("giver_id <> executor_id", name="given_to_another"),
        CheckConstraint("proposed_at IS NULL OR proposed_on IS NOT NULL", name="proposed_has_date"),
        CheckConstraint("state <> 'date_proposed' OR proposed_on IS NOT NULL", name="proposal_has_date"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_from IS NOT NULL)", name="withdrawn_from_state"),
        Index(
            "assignment_one_round",
            "task_id",
            unique=True,
            postgresql_where=sql("state <> 'withdrawn'"),
        ),
        Index("assignment_by_executor", "executor_id", "state"),
        Index(
            "assignment_silent",
            "nudge_at",
            postgresql_where=sql("state = 'offered' AND nudged_at IS NULL AND nudge_at IS NOT NULL"),
        ),
        same_workspace("assignment", "task_id", "task", ondelete="CASCADE"),
        same_workspace("assignment", "giver_id", "member", ondelete="CASCADE"),
        same_workspace("assignment", "executor_id", "member", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    task_id: int = big(index=True)
    giver_id: int = big()
    executor_id: int = big()
    state: str = text(default="offered")
    withdrawn_from: str | None = text(default=None)
    proposed_on: dt.date | None = Field(default=None)
    proposed_at: Instant | None = instant(default=None)
    reason: str | None = text(default=None)
    suggested_id: int | None = big(default=None, foreign_key="member.id", ondelete="SET NULL")
    question: str | None = text(default=None)
    answer: str | None = text(default=None)
    told: dict[str, Any] | None = json(default=None)
    offered_at: Instant = instant()
    told_at: Instant | None = instant(default=None)
    nudge_at: Instant | None = instant(default=None)
    nudged_at: Instant | None = instant(default=None)
    answered_at: Instant | None = instant(default=None)


class AssignmentEvent(SQLModel, table=True):
    """What an operation changed in one assignment: only the changed fields, before and after. History and undo."""

    __tablename__ = "assignment_event"
    __table_args__ = (
        same_workspace("assignment_event", "operation_id", "operation", ondelete="CASCADE"),
        same_workspace("assignment_event", "assignment_id", "assignment", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    operation_id: int = big(index=True)
    assignment_id: int = big(index=True)
    before: dict[str, Any] = json()
    after: dict[str, Any] = json()
    created_at: Instant = instant()


class AssignmentNotice(SQLModel, table=True):
    """One thing of an assignment that `member_id` is to be told; several become one message of the outbox.

    States: waiting (not before `due_at`), rendered (in the outbox), sent, failed, unknown, skipped (nothing to tell any
    more). `details` is what the text needs beside the rows. Of the kind nudge there is one in an assignment's life.
    """

    __tablename__ = "assignment_notice"
    __table_args__ = (
        one_of("state", "waiting", "rendered", "sent", "failed", "unknown", "skipped"),
        Index("assignment_nudged_once", "assignment_id", unique=True, postgresql_where=sql("kind = 'nudge'")),
        Index("assignment_notice_due", "due_at", postgresql_where=sql("state = 'waiting'")),
        same_workspace("assignment_notice", "assignment_id", "assignment", ondelete="CASCADE"),
        same_workspace("assignment_notice", "member_id", "member", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    assignment_id: int = big(index=True)
    member_id: int = big()
    kind: str = text()
    due_at: Instant = instant()
    state: str = text(default="waiting")
    details: dict[str, Any] | None = json(default=None)
    operation_id: int | None = big(default=None, foreign_key="operation.id", ondelete="SET NULL", index=True)
    outbound_message_id: int | None = big(
        default=None, foreign_key="outbound_message.id", ondelete="SET NULL", index=True
    )
    created_at: Instant = instant()
