"""First tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """First tables."""
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table(
        "budget",
        sa.Column("scope", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reserved_micros", sa.BigInteger(), nullable=False),
        sa.Column("spent_micros", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("period IN ('day', 'month')", name="period_known"),
        sa.CheckConstraint("reserved_micros >= 0 AND spent_micros >= 0", name="money_not_negative"),
        sa.PrimaryKeyConstraint("scope", "period", "starts_on"),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("job_name", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("payload", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("traceback", sa.Text(), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("resolution IN ('retried', 'discarded')", name="resolution_known"),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolution IS NULL)", name="resolved_has_resolution"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "dead_letter_once",
        "dead_letter",
        ["job_id"],
        unique=True,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(
        "dead_letter_open",
        "dead_letter",
        ["dead_at"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(op.f("ix_dead_letter_job_id"), "dead_letter", ["job_id"], unique=False)
    op.create_index(op.f("ix_dead_letter_trace_id"), "dead_letter", ["trace_id"], unique=False)
    op.create_table(
        "inbound_update",
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome IN ('done', 'ignored', 'stranger', 'dead')", name="outcome_known"),
        sa.CheckConstraint("(handled_at IS NULL) = (outcome IS NULL)", name="handled_has_outcome"),
        sa.CheckConstraint("handled_at IS NULL OR payload IS NULL", name="handled_drops_payload"),
        sa.PrimaryKeyConstraint("update_id"),
    )
    op.create_index(
        "inbound_update_waiting",
        "inbound_update",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_index(op.f("ix_inbound_update_handled_at"), "inbound_update", ["handled_at"], unique=False)
    op.create_table(
        "job_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("job_name", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Text(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("traceback", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'retry', 'lost', 'dead', 'cancelled')", name="state_known"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_job_run_trace_id"), "job_run", ["trace_id"], unique=False)
    op.create_index("job_run_by_job", "job_run", ["job_id", "id"], unique=False)
    op.create_index("job_run_by_name", "job_run", ["job_name", "started_at", "id"], unique=False)
    op.create_index("job_run_by_start", "job_run", ["started_at", "id"], unique=False)
    op.create_index(
        "job_run_troubled",
        "job_run",
        ["state", "started_at", "id"],
        unique=False,
        postgresql_where=sa.text("state <> 'done'"),
    )
    op.create_table(
        "stranger_count",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("on_date"),
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_task_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "business",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=True),
        sa.Column("keywords", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "id", name="business_in_workspace"),
    )
    op.create_index(
        "business_name_once", "business", ["workspace_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "glossary_word",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('title', 'name')", name="source_known"),
        sa.CheckConstraint("char_length(word) BETWEEN 2 AND 40", name="word_length"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "glossary_word_latest",
        "glossary_word",
        ["workspace_id", sa.literal_column("corrected_at DESC")],
        unique=False,
    )
    op.create_index("glossary_word_once", "glossary_word", ["workspace_id", "key"], unique=True)
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("is_owner", sa.Boolean(), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_user_id"),
        sa.UniqueConstraint("workspace_id", "id", name="member_in_workspace"),
    )
    op.create_index(
        "member_name_once", "member", ["workspace_id", sa.literal_column("lower(name)")], unique=True
    )
    op.create_table(
        "model_call",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("prompt_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reserved_micros", sa.BigInteger(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.Column("tokens_in", sa.Integer(), nullable=False),
        sa.Column("tokens_cached", sa.Integer(), nullable=False),
        sa.Column("tokens_out", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.Column("answer", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('reserved', 'settled', 'failed')", name="state_known"),
        sa.CheckConstraint("reserved_micros >= 0 AND cost_micros >= 0", name="money_not_negative"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trace_id", "step", "prompt_hash", name="model_call_once"),
    )
    op.create_index("model_call_by_day", "model_call", ["workspace_id", "created_at"], unique=False)
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("zone_confirmed", sa.Boolean(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('private', 'group')", name="kind_known"),
        sa.CheckConstraint("language IN ('en', 'ru')", name="language_known"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name="chat_member_id_same_workspace",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("telegram_id"),
        sa.UniqueConstraint("workspace_id", "id", name="chat_in_workspace"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=True),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('owner', 'member')", name="kind_known"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "membership",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("business_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "business_id"],
            ["business.workspace_id", "business.id"],
            name="membership_business_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name="membership_member_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "business_id"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("business_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "business_id"],
            ["business.workspace_id", "business.id"],
            name="project_business_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "id", name="project_in_workspace"),
    )
    op.create_index(
        "project_name_once",
        "project",
        ["workspace_id", sa.literal_column("coalesce(business_id, 0)"), sa.literal_column("lower(name)")],
        unique=True,
    )
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
        "task_repeating", "task", ["id"], unique=False, postgresql_where=sa.text("recurrence IS NOT NULL")
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
        "late_reading",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("sound", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled_has_instant"),
        sa.CheckConstraint(
            "state <> 'waiting' OR text IS NOT NULL OR sound IS NOT NULL", name="waiting_has_words"
        ),
        sa.CheckConstraint("state IN ('waiting', 'settled', 'given_up')", name="state_known"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="late_reading_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "operation_id"],
            ["operation.workspace_id", "operation.id"],
            name="late_reading_operation_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trace_id"),
    )
    op.create_index(
        "late_reading_due",
        "late_reading",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
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
    op.create_table(
        "outbound_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=True),
        sa.Column("chat_telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("trace_id", sa.Text(), nullable=False),
        sa.Column("ephemeral", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'sending') = (claimed_at IS NOT NULL AND claimed_by IS NOT NULL)",
            name="sending_is_claimed",
        ),
        sa.CheckConstraint(
            "method IN ('sendMessage', 'editMessageText', 'sendPhoto', 'sendDocument')", name="method_known"
        ),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_instant"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'failed', 'unknown')", name="state_known"
        ),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dedupe_key"),
    )
    op.create_index(op.f("ix_outbound_message_trace_id"), "outbound_message", ["trace_id"], unique=False)
    op.create_index(
        "outbound_bulk",
        "outbound_message",
        ["available_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'pending' AND purpose IN ('digest', 'reminder')"),
    )
    op.create_index(
        "outbound_by_message", "outbound_message", ["chat_telegram_id", "telegram_message_id"], unique=False
    )
    op.create_index(
        "outbound_one_sending",
        "outbound_message",
        ["chat_telegram_id"],
        unique=True,
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "outbound_owed",
        "outbound_message",
        ["chat_telegram_id", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.create_index(
        "outbound_trouble",
        "outbound_message",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
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
    op.drop_index(
        "schedule_run_waiting", table_name="schedule_run", postgresql_where=sa.text("state = 'enqueued'")
    )
    op.drop_index(
        "schedule_run_unsettled", table_name="schedule_run", postgresql_where=sa.text("state = 'rendered'")
    )
    op.drop_index(op.f("ix_schedule_run_outbound_message_id"), table_name="schedule_run")
    op.drop_table("schedule_run")
    op.drop_index(
        "reminder_stated_once",
        table_name="reminder",
        postgresql_where=sa.text("kind = 'stated'"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("reminder_due", table_name="reminder", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index(op.f("ix_reminder_task_id"), table_name="reminder")
    op.drop_index(op.f("ix_reminder_outbound_message_id"), table_name="reminder")
    op.drop_table("reminder")
    op.drop_index(op.f("ix_world_event_operation_id"), table_name="world_event")
    op.drop_table("world_event")
    op.drop_index(op.f("ix_task_event_task_id"), table_name="task_event")
    op.drop_index(op.f("ix_task_event_operation_id"), table_name="task_event")
    op.drop_table("task_event")
    op.drop_table("task_embedding")
    op.drop_index(
        "outbound_trouble",
        table_name="outbound_message",
        postgresql_where=sa.text("state IN ('failed', 'unknown')"),
    )
    op.drop_index(
        "outbound_owed",
        table_name="outbound_message",
        postgresql_where=sa.text("state IN ('pending', 'sending')"),
    )
    op.drop_index(
        "outbound_one_sending", table_name="outbound_message", postgresql_where=sa.text("state = 'sending'")
    )
    op.drop_index("outbound_by_message", table_name="outbound_message")
    op.drop_index(
        "outbound_bulk",
        table_name="outbound_message",
        postgresql_where=sa.text("state = 'pending' AND purpose IN ('digest', 'reminder')"),
    )
    op.drop_index(op.f("ix_outbound_message_trace_id"), table_name="outbound_message")
    op.drop_table("outbound_message")
    op.drop_index("occurrence_next_once", table_name="occurrence")
    op.drop_table("occurrence")
    op.drop_index("note_open", table_name="note", postgresql_where=sa.text("state = 'open'"))
    op.drop_index("note_by_source", table_name="note")
    op.drop_table("note")
    op.drop_index(
        "late_reading_due", table_name="late_reading", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("late_reading")
    op.drop_index("travel_back", table_name="travel")
    op.drop_table("travel")
    op.drop_index("task_repeating", table_name="task", postgresql_where=sa.text("recurrence IS NOT NULL"))
    op.drop_index(
        "task_reminding",
        table_name="task",
        postgresql_where=sa.text("status = 'open' AND reminder_minutes_before IS NOT NULL"),
    )
    op.drop_index("task_open_by_deadline", table_name="task", postgresql_where=sa.text("status = 'open'"))
    op.drop_index("task_done_lately", table_name="task", postgresql_where=sa.text("status = 'done'"))
    op.drop_table("task")
    op.drop_index("schedule_paused", table_name="schedule", postgresql_where=sa.text("paused_at IS NOT NULL"))
    op.drop_index(
        "schedule_due", table_name="schedule", postgresql_where=sa.text("enabled AND paused_at IS NULL")
    )
    op.drop_table("schedule")
    op.drop_table("quiet_hours")
    op.drop_index("operation_by_source", table_name="operation")
    op.drop_index(op.f("ix_operation_trace_id"), table_name="operation")
    op.drop_table("operation")
    op.drop_index("project_name_once", table_name="project")
    op.drop_table("project")
    op.drop_table("membership")
    op.drop_table("invitation")
    op.drop_table("chat")
    op.drop_index("model_call_by_day", table_name="model_call")
    op.drop_table("model_call")
    op.drop_index("member_name_once", table_name="member")
    op.drop_table("member")
    op.drop_index("glossary_word_once", table_name="glossary_word")
    op.drop_index("glossary_word_latest", table_name="glossary_word")
    op.drop_table("glossary_word")
    op.drop_index("business_name_once", table_name="business")
    op.drop_table("business")
    op.drop_table("workspace")
    op.drop_table("stranger_count")
    op.drop_index("job_run_troubled", table_name="job_run", postgresql_where=sa.text("state <> 'done'"))
    op.drop_index("job_run_by_start", table_name="job_run")
    op.drop_index("job_run_by_name", table_name="job_run")
    op.drop_index("job_run_by_job", table_name="job_run")
    op.drop_index(op.f("ix_job_run_trace_id"), table_name="job_run")
    op.drop_table("job_run")
    op.drop_index(op.f("ix_inbound_update_handled_at"), table_name="inbound_update")
    op.drop_index(
        "inbound_update_waiting", table_name="inbound_update", postgresql_where=sa.text("handled_at IS NULL")
    )
    op.drop_table("inbound_update")
    op.drop_index(op.f("ix_dead_letter_trace_id"), table_name="dead_letter")
    op.drop_index(op.f("ix_dead_letter_job_id"), table_name="dead_letter")
    op.drop_index(
        "dead_letter_open", table_name="dead_letter", postgresql_where=sa.text("resolved_at IS NULL")
    )
    op.drop_index(
        "dead_letter_once", table_name="dead_letter", postgresql_where=sa.text("resolved_at IS NULL")
    )
    op.drop_table("dead_letter")
    op.drop_table("budget")
