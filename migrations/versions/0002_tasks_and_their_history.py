"""Tasks and their history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Tasks and their history."""
    op.create_table(
        "operation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("degraded", sa.Text(), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("undoes_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubts", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("reasons", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reader IN ('rules', 'openai', 'person')", name="reader_known"),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["operation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="operation_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("undoes_id"),
        sa.UniqueConstraint("workspace_id", "id", name="operation_in_workspace"),
    )
    op.create_index(op.f("ix_operation_trace_id"), "operation", ["trace_id"], unique=False)
    op.create_index("operation_by_source", "operation", ["chat_id", "source_message_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("business_id", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("assignee_id", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("do_on", sa.Date(), nullable=True),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("estimate_low", sa.Integer(), nullable=True),
        sa.Column("estimate_high", sa.Integer(), nullable=True),
        sa.Column("estimate_source", sa.Text(), nullable=True),
        sa.Column("actual_minutes", sa.Integer(), nullable=True),
        sa.Column("actual_source", sa.Text(), nullable=True),
        sa.Column("recurrence", sa.Text(), nullable=True),
        sa.Column("reminder_minutes_before", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_has_instant"),
        sa.CheckConstraint("actual_source IN ('person', 'timer')", name="actual_source_known"),
        sa.CheckConstraint(
            "estimate_source IN ('stated', 'similar', 'median', 'model', 'default')",
            name="estimate_source_known",
        ),
        sa.CheckConstraint("status IN ('open', 'done', 'dropped')", name="status_known"),
        sa.CheckConstraint("(actual_minutes IS NULL) = (actual_source IS NULL)", name="actual_has_source"),
        sa.CheckConstraint(
            "(estimate_minutes IS NULL) = (estimate_source IS NULL)", name="estimate_has_source"
        ),
        sa.CheckConstraint("char_length(title) BETWEEN 1 AND 200", name="title_length"),
        sa.CheckConstraint("deadline_at IS NULL OR deadline_on IS NOT NULL", name="deadline_has_date"),
        sa.CheckConstraint(
            "estimate_low <= estimate_minutes AND estimate_minutes <= estimate_high", name="estimate_ordered"
        ),
        sa.CheckConstraint("estimate_minutes > 0 AND actual_minutes > 0", name="minutes_positive"),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name="priority_range"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assignee_id"],
            ["member.workspace_id", "member.id"],
            name="task_assignee_id_same_workspace",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "business_id"],
            ["business.workspace_id", "business.id"],
            name="task_business_id_same_workspace",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["project.workspace_id", "project.id"],
            name="task_project_id_same_workspace",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "id", name="task_in_workspace"),
        sa.UniqueConstraint("workspace_id", "number", name="task_number_once"),
    )
    op.create_index(
        "task_done_lately",
        "task",
        ["workspace_id", "done_at"],
        unique=False,
        postgresql_where=sa.text("status = 'done'"),
    )
    op.create_index(
        "task_open_by_deadline",
        "task",
        ["workspace_id", "deadline_on"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "task_reminding",
        "task",
        ["deadline_on"],
        unique=False,
        postgresql_where=sa.text("status = 'open' AND reminder_minutes_before IS NOT NULL"),
    )
    op.create_index(
        "task_repeating",
        "task",
        ["id"],
        unique=False,
        postgresql_where=sa.text("recurrence IS NOT NULL AND status = 'open'"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_instant"),
        sa.CheckConstraint("state IN ('open', 'task', 'dropped')", name="state_known"),
        sa.CheckConstraint("char_length(text) BETWEEN 1 AND 4096", name="text_length"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="note_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "operation_id"],
            ["operation.workspace_id", "operation.id"],
            name="note_operation_id_same_workspace",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trace_id"),
    )
    op.create_index("note_by_source", "note", ["chat_id", "source_message_id"], unique=False)
    op.create_index(
        "note_open", "note", ["chat_id", "id"], unique=False, postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "task_embedding",
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("embedding", HALFVEC(512), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name="task_embedding_task_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("task_id", "model"),
    )
    op.create_table(
        "task_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "operation_id"],
            ["operation.workspace_id", "operation.id"],
            name="task_event_operation_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "task_id"],
            ["task.workspace_id", "task.id"],
            name="task_event_task_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_task_event_operation_id"), "task_event", ["operation_id"], unique=False)
    op.create_index(op.f("ix_task_event_task_id"), "task_event", ["task_id"], unique=False)
    op.create_table(
        "world_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject IN ('business', 'project', 'member')", name="subject_known"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "operation_id"],
            ["operation.workspace_id", "operation.id"],
            name="world_event_operation_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_world_event_operation_id"), "world_event", ["operation_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("world_event")
    op.drop_table("task_event")
    op.drop_table("task_embedding")
    op.drop_table("note")
    op.drop_table("task")
    op.drop_table("operation")
