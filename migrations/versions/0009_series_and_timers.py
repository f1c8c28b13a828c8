"""Series followed by versions, reminders found by their moment, running timers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = (
    "(COALESCE(timezone('UTC'::text, deadline_at),"
    " deadline_on::timestamp without time zone - '05:00:00'::interval)"
    " - make_interval(mins => reminder_minutes_before))"
)


def upgrade() -> None:
    """Add what a task's series and reminders are found by, and the timers."""
    op.add_column("task", sa.Column("followed_version", sa.Integer(), nullable=True))
    op.drop_index("task_repeating", table_name="task")
    op.drop_index("occurrence_standing", table_name="occurrence")
    op.drop_index("task_reminding", table_name="task")
    op.create_index(
        "task_to_follow",
        "task",
        ["id"],
        unique=False,
        postgresql_where=sa.text(
            "(recurrence IS NOT NULL OR followed_version IS NOT NULL)"
            " AND followed_version IS DISTINCT FROM version"
        ),
    )
    op.create_index(
        "task_reminding",
        "task",
        [sa.text(_MOMENT)],
        unique=False,
        postgresql_where=sa.text("status = 'open' AND reminder_minutes_before IS NOT NULL"),
    )
    op.create_table(
        "timer",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name="timer_member_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name="timer_task_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id"),
    )


def downgrade() -> None:
    """Find them as before."""
    op.drop_table("timer")
    op.drop_index("task_reminding", table_name="task")
    op.drop_index("task_to_follow", table_name="task")
    op.create_index(
        "task_reminding",
        "task",
        ["deadline_on"],
        unique=False,
        postgresql_where=sa.text("status = 'open' AND reminder_minutes_before IS NOT NULL"),
    )
    op.create_index(
        "occurrence_standing",
        "occurrence",
        ["task_id"],
        unique=False,
        postgresql_where=sa.text("next_task_id IS NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "task_repeating",
        "task",
        ["id"],
        unique=False,
        postgresql_where=sa.text("recurrence IS NOT NULL AND status = 'open'"),
    )
    op.drop_column("task", "followed_version")
