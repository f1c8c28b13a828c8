"""Work put in: what timers measured of a task that is not done yet."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Work put in."""
    op.add_column("task", sa.Column("worked_minutes", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Back: what was measured of open tasks is forgotten."""
    op.drop_column("task", "worked_minutes")
