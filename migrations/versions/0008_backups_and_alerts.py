"""Backups and alerts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Backups and alerts."""
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("uploaded", sa.Boolean(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished_has_instant"),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name="state_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "backup_run_done",
        "backup_run",
        ["finished_at"],
        unique=False,
        postgresql_where=sa.text("state = 'done'"),
    )
    op.create_table(
        "alert",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    op.create_index(
        "alert_open", "alert", ["kind"], unique=False, postgresql_where=sa.text("over_at IS NULL")
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("alert")
    op.drop_table("backup_run")
