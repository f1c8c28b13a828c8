"""An appointment says whether it takes time: events of whole days are shown and keep nothing free."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | Sequence[str] | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """All that is stored takes time; events of whole days come with the next reading of a changed calendar."""
    op.add_column(
        "appointment", sa.Column("takes_time", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.execute("UPDATE calendar_subscription SET read_at = NULL")


def downgrade() -> None:
    """Back: events of whole days go, since they would take time."""
    op.execute("DELETE FROM appointment WHERE NOT takes_time")
    op.drop_column("appointment", "takes_time")
