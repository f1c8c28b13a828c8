"""Series go on by themselves: when the next one begins, and whether one that was not done stays open."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Each series is looked at once, and its next beginning is computed then, in the zone of its chat.
_LOOKED_AT = "UPDATE series_task SET next_at = now() WHERE ended_at IS NULL AND next_task_id IS NULL"


def upgrade() -> None:
    """Series of before go on from where they stand."""
    op.add_column("series_task", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "series_task", sa.Column("kept_open", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "series_task_next_at", "series_task", ["next_at"], postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.add_column(
        "workspace", sa.Column("missed_stays_open", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(_LOOKED_AT)


def downgrade() -> None:
    """Back: a series stands still until its task is done."""
    op.drop_column("workspace", "missed_stays_open")
    op.drop_index("series_task_next_at", "series_task")
    op.drop_column("series_task", "kept_open")
    op.drop_column("series_task", "next_at")
