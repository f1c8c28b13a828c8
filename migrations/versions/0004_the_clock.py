"""Schedules, reminders and recurrences."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Schedules, reminders and recurrences."""
    op.create_table(
        "quiet_hours",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("starts <> ends", name="quiet_has_length"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="quiet_hours_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id"),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("when_empty", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('morning_digest', 'evening_close', 'weekly_review')", name="kind_known"),
        sa.CheckConstraint("when_empty IN ('silent', 'line')", name="when_empty_known"),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays_range"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="schedule_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat_id", "kind", name="schedule_once"),
    )
    op.create_index(
        "schedule_due",
        "schedule",
        ["next_run_at"],
        unique=False,
        postgresql_where=sa.text("enabled AND paused_at IS NULL"),
    )
    op.create_index(
        "schedule_paused",
        "schedule",
        ["chat_id"],
        unique=False,
        postgresql_where=sa.text("paused_at IS NOT NULL"),
    )
    op.create_table(
        "travel",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("home_zone", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="travel_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id"),
    )
    op.create_index("travel_back", "travel", ["back_at"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("template", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("asked_version", sa.Integer(), nullable=False),
        sa.Column("next_task_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["next_task_id"], ["task.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="occurrence_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name="occurrence_task_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("task_id"),
    )
    op.create_index("occurrence_next_once", "occurrence", ["next_task_id"], unique=True)
    op.create_index(
        "occurrence_standing",
        "occurrence",
        ["task_id"],
        unique=False,
        postgresql_where=sa.text("next_task_id IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_before", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("outbound_message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind <> 'stated' OR minutes_before IS NOT NULL", name="stated_has_lead"),
        sa.CheckConstraint("kind IN ('stated', 'snoozed')", name="kind_known"),
        sa.CheckConstraint(
            "state IN ('waiting', 'rendered', 'sent', 'failed', 'unknown', 'skipped')", name="state_known"
        ),
        sa.ForeignKeyConstraint(["outbound_message_id"], ["outbound_message.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="reminder_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name="reminder_task_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_reminder_outbound_message_id"), "reminder", ["outbound_message_id"], unique=False
    )
    op.create_index(op.f("ix_reminder_task_id"), "reminder", ["task_id"], unique=False)
    op.create_index(
        "reminder_due", "reminder", ["due_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index(
        "reminder_stated_once",
        "reminder",
        ["task_id", "deadline_on", "deadline_at", "minutes_before"],
        unique=True,
        postgresql_where=sa.text("kind = 'stated'"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "schedule_run",
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outbound_message_id", sa.BigInteger(), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_run_has_instant"),
        sa.CheckConstraint(
            "state IN ('enqueued', 'rendered', 'sent', 'failed', 'unknown', 'skipped')", name="state_known"
        ),
        sa.ForeignKeyConstraint(["outbound_message_id"], ["outbound_message.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedule.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("schedule_id", "local_on"),
    )
    op.create_index(
        op.f("ix_schedule_run_outbound_message_id"), "schedule_run", ["outbound_message_id"], unique=False
    )
    op.create_index(
        "schedule_run_unsettled",
        "schedule_run",
        ["rendered_at"],
        unique=False,
        postgresql_where=sa.text("state = 'rendered'"),
    )
    op.create_index(
        "schedule_run_waiting",
        "schedule_run",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'enqueued'"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("schedule_run")
    op.drop_table("reminder")
    op.drop_table("occurrence")
    op.drop_table("travel")
    op.drop_table("schedule")
    op.drop_table("quiet_hours")
