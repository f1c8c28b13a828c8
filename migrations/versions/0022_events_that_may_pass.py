"""Events that may pass: an index of the open tasks that happen on their day, so that the past ones are found at once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Series look after their own tasks: those that repeat are not in it."""
    op.create_index(
        "task_may_pass",
        "task",
        ["deadline_on"],
        postgresql_where=sa.text("status = 'open' AND timing = 'on' AND recurrence IS NULL"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("task_may_pass", table_name="task")
