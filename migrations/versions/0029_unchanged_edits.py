"""The words of the message an operation came from, as a hash, by which an edit without a change is known."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | Sequence[str] | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Operations of before have none: an edit of their message is read as it was."""
    op.add_column("operation", sa.Column("said_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    """Back: only the hashes go."""
    op.drop_column("operation", "said_hash")
