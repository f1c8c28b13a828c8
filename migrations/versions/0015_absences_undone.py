"""Absences undone: a day off knows the operation it was entered by, so that undoing that takes it back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Days off of before have no operation: `/hours day on` takes them back."""
    op.add_column("day_off", sa.Column("operation_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_day_off_operation_id", "day_off", ["operation_id"])
    op.create_foreign_key(
        "day_off_operation_id_same_workspace",
        "day_off",
        "operation",
        ["workspace_id", "operation_id"],
        ["workspace_id", "id"],
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Back: the days off stay."""
    op.drop_constraint("day_off_operation_id_same_workspace", "day_off", type_="foreignkey")
    op.drop_index("ix_day_off_operation_id", "day_off")
    op.drop_column("day_off", "operation_id")
