"""Assignments: tasks given to others, their answers, and what is told of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_JSON = postgresql.JSONB(none_as_null=True)
_STATES = "'offered', 'accepted', 'date_proposed', 'refused', 'question', 'done', 'withdrawn'"
_NOTICE_STATES = "'waiting', 'rendered', 'sent', 'failed', 'unknown', 'skipped'"


def upgrade() -> None:
    """Tasks that were given before are told to nobody until they change."""
    _workspace_and_task()
    _assignment()
    _event()
    _notice()


def downgrade() -> None:
    """Back: tasks keep their assignees; answers and what was told of them go."""
    for table in ("assignment_notice", "assignment_event", "assignment"):
        op.drop_table(table)
    op.drop_index("task_to_assign", table_name="task")
    op.drop_column("task", "assignment_version")
    op.drop_constraint("nudge_range", "workspace")
    op.drop_column("workspace", "nudge_hours")


def _workspace_and_task() -> None:
    op.add_column("workspace", sa.Column("nudge_hours", sa.SmallInteger(), nullable=True))
    op.create_check_constraint("nudge_range", "workspace", "nudge_hours BETWEEN 0 AND 168")
    op.add_column("task", sa.Column("assignment_version", sa.Integer(), nullable=True))
    op.execute("UPDATE task SET assignment_version = version WHERE assignee_id IS NOT NULL")
    op.create_index(
        "task_to_assign",
        "task",
        ["id"],
        postgresql_where=sa.text(
            "(assignee_id IS NOT NULL OR assignment_version IS NOT NULL)"
            " AND assignment_version IS DISTINCT FROM version"
        ),
    )


def _assignment() -> None:
    op.create_table(
        "assignment",
        *_key_columns(),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("giver_id", sa.BigInteger(), nullable=False),
        sa.Column("executor_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("withdrawn_from", sa.Text(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        _instant("proposed_at", nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("suggested_id", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("told", _JSON, nullable=True),
        _instant("offered_at"),
        *(_instant(name, nullable=True) for name in ("told_at", "nudge_at", "nudged_at", "answered_at")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["suggested_id"], ["member.id"], ondelete="SET NULL"),
        _same_workspace("assignment", "task_id", "task"),
        _same_workspace("assignment", "giver_id", "member"),
        _same_workspace("assignment", "executor_id", "member"),
        sa.CheckConstraint(f"state IN ({_STATES})", name="state_known"),
        sa.CheckConstraint("giver_id <> executor_id", name="given_to_another"),
        sa.CheckConstraint("proposed_at IS NULL OR proposed_on IS NOT NULL", name="proposed_has_date"),
        sa.CheckConstraint("state <> 'date_proposed' OR proposed_on IS NOT NULL", name="proposal_has_date"),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_from IS NOT NULL)", name="withdrawn_from_state"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "id", name="assignment_in_workspace"),
    )
    op.create_index("ix_assignment_task_id", "assignment", ["task_id"])
    op.create_index("assignment_by_executor", "assignment", ["executor_id", "state"])
    op.create_index(
        "assignment_one_round",
        "assignment",
        ["task_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index(
        "assignment_silent",
        "assignment",
        ["nudge_at"],
        postgresql_where=sa.text("state = 'offered' AND nudged_at IS NULL AND nudge_at IS NOT NULL"),
    )


def _event() -> None:
    op.create_table(
        "assignment_event",
        *_key_columns(),
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("after", _JSON, nullable=False),
        _instant("created_at"),
        _same_workspace("assignment_event", "operation_id", "operation"),
        _same_workspace("assignment_event", "assignment_id", "assignment"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("operation_id", "assignment_id"):
        op.create_index(f"ix_assignment_event_{column}", "assignment_event", [column])


def _notice() -> None:
    op.create_table(
        "assignment_notice",
        *_key_columns(),
        sa.Column("assignment_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        _instant("due_at"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("details", _JSON, nullable=True),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("outbound_message_id", sa.BigInteger(), nullable=True),
        _instant("created_at"),
        _same_workspace("assignment_notice", "assignment_id", "assignment"),
        _same_workspace("assignment_notice", "member_id", "member"),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["outbound_message_id"], ["outbound_message.id"], ondelete="SET NULL"),
        sa.CheckConstraint(f"state IN ({_NOTICE_STATES})", name="state_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("assignment_id", "operation_id", "outbound_message_id"):
        op.create_index(f"ix_assignment_notice_{column}", "assignment_notice", [column])
    op.create_index(
        "assignment_notice_due",
        "assignment_notice",
        ["due_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "assignment_nudged_once",
        "assignment_notice",
        ["assignment_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'nudge'"),
    )


def _key_columns() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
    )


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _same_workspace(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=f"{table}_{column}_same_workspace",
        ondelete="CASCADE",
    )
