"""Day plans, their blocks, and the reasons for each block and for tasks left out."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Column, Computed, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import INT8RANGE, TSTZRANGE, ExcludeConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace, text, text_list


class Plan(SQLModel, table=True):
    """A plan of a member's local day. `facts` holds the inputs it was computed from, so that changes can be explained.

    `kept` is the value of its blocks, `bound` an upper bound for any plan. One plan of a day is current; after an undo
    it is `undone`, and the plan it had replaced (`former_id`) is current again.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="plan_in_workspace"),
        one_of("state", "current", "replaced", "undone"),
        CheckConstraint("kept <= bound", name="bound_holds"),
        Index(
            "plan_current_once",
            "member_id",
            "local_on",
            unique=True,
            postgresql_where=sql("state = 'current'"),
        ),
        Index(
            "plan_to_offer",
            "local_on",
            postgresql_where=sql("state = 'current' AND offered_at IS NULL"),
        ),
        Index(
            "plan_change_due",
            "change_due_at",
            postgresql_where=sql("state = 'current' AND change_due_at IS NOT NULL"),
        ),
        same_workspace("plan", "member_id", "member", ondelete="CASCADE"),
        same_workspace("plan", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    member_id: int = big()
    local_on: dt.date = Field()
    zone: str = text()
    operation_id: int = big(index=True)
    former_id: int | None = big(default=None, foreign_key="plan.id", ondelete="SET NULL")
    state: str = text(default="current")
    facts: dict[str, Any] = json()
    kept: int = Field()
    bound: int = Field()
    # When a calendar's change that met the plan in quiet hours, or before its day, is to be told.
    change_due_at: Instant | None = instant(default=None)
    # When re-planning was offered (once: running late, or something urgent is new), and remarks of the model.
    offered_at: Instant | None = instant(default=None)
    advice: list[str] = text_list()
    created_at: Instant = instant()


class PlanBlock(SQLModel, table=True):
    """One interval of a task in a plan. An exclusion constraint prevents overlapping blocks of a plan, but for those that
    are `fixed` at the clock time their task begins at: two appointments may clash."""

    __tablename__ = "plan_block"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="block_has_length"),
        CheckConstraint("piece BETWEEN 1 AND pieces", name="piece_of_pieces"),
        ExcludeConstraint(
            ("of_plan", "&&"),
            ("during", "&&"),
            name="plan_block_no_overlap",
            using="gist",
            where=sql("NOT fixed"),
        ),
        Index("plan_block_by_plan", "plan_id", "starts_at"),
        same_workspace("plan_block", "plan_id", "plan", ondelete="CASCADE"),
        same_workspace("plan_block", "task_id", "task", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    plan_id: int = big()
    task_id: int = big()
    starts_at: Instant = instant()
    ends_at: Instant = instant()
    piece: int = Field(default=1)
    pieces: int = Field(default=1)
    fixed: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    of_plan: Any = Field(
        default=None,
        sa_column=Column(INT8RANGE, Computed("int8range(plan_id, plan_id, '[]')", persisted=True)),
    )
    during: Any = Field(
        default=None, sa_column=Column(TSTZRANGE, Computed("tstzrange(starts_at, ends_at)", persisted=True))
    )


class PlanReason(SQLModel, table=True):
    """Why a block is where it is, why a task is left out, or why it changed: a code and its numbers (`figures`)."""

    __tablename__ = "plan_reason"
    __table_args__ = (
        one_of("kind", "block", "left_out", "change"),
        Index("plan_reason_by_plan", "plan_id", "kind"),
        same_workspace("plan_reason", "plan_id", "plan", ondelete="CASCADE"),
        same_workspace("plan_reason", "task_id", "task", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    plan_id: int = big()
    task_id: int = big()
    kind: str = text()
    code: str = text()
    figures: dict[str, Any] = json()
