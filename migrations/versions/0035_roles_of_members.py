"""A membership says what the member may do in the business: lead it, work there, or only see it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | Sequence[str] | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Everybody keeps what they could do."""
    op.add_column("membership", sa.Column("role", sa.Text(), nullable=False, server_default="member"))
    op.create_check_constraint("role_known", "membership", "role IN ('manager', 'member', 'viewer')")


def downgrade() -> None:
    """Back: everybody is a member again; who works where stays."""
    op.drop_constraint("role_known", "membership")
    op.drop_column("membership", "role")
