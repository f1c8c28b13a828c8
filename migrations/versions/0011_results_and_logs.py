"""Results and logs: each attempt keeps what it did and what it logged."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Results and logs."""
    op.add_column("job_run", sa.Column("result", JSONB(none_as_null=True), nullable=True))
    op.add_column("job_run", sa.Column("log", JSONB(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Back: what attempts did and logged is forgotten."""
    op.drop_column("job_run", "log")
    op.drop_column("job_run", "result")
