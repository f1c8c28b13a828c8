"""Updates, answers and job attempts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Updates, answers and job attempts."""
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


def downgrade() -> None:
    """Take it back."""
    op.drop_table("outbound_message")
    op.drop_table("job_run")
    op.drop_table("inbound_update")
    op.drop_table("dead_letter")
