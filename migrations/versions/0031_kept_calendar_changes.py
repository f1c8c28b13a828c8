"""Plans keep until when a calendar's change waits to be told, that met them in quiet hours."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """No change waits yet."""
    op.add_column("plan", sa.Column("change_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "plan_change_due",
        "plan",
        ["change_due_at"],
        postgresql_where=sa.text("state = 'current' AND change_due_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Back: changes that wait are not told."""
    op.drop_index("plan_change_due", table_name="plan")
    op.drop_column("plan", "change_due_at")
