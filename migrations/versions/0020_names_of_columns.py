"""Names of columns: three columns get names that say what they hold; the rows stay.

A worker of the version before that touches one of them fails and tries again until it is replaced: its alert checks
each minute, and a message read by rules after its retry delays.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RENAMED = (
    ("alert", "told_at", "notified_at"),
    ("alert", "over_at", "resolved_at"),
    ("deferred_read", "sound", "source"),
)


def upgrade() -> None:
    """Rename the columns; constraints and indexes follow."""
    for table, old, new in RENAMED:
        op.alter_column(table, old, new_column_name=new)


def downgrade() -> None:
    """Give the old names back."""
    for table, old, new in RENAMED:
        op.alter_column(table, new, new_column_name=old)
