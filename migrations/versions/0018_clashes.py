"""Clashes: two tasks of a plan that begin at clock times of their own may overlap."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NAME = "plan_block_no_overlap"
_OVERLAPPING = """
DELETE FROM plan_block AS late USING plan_block AS early
WHERE late.plan_id = early.plan_id AND late.id > early.id AND late.during && early.during
"""


def upgrade() -> None:
    """Blocks of before overlap none."""
    op.add_column(
        "plan_block", sa.Column("fixed", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.drop_constraint(_NAME, "plan_block")
    op.execute(
        f"ALTER TABLE plan_block ADD CONSTRAINT {_NAME}"
        " EXCLUDE USING gist (of_plan WITH &&, during WITH &&) WHERE (NOT fixed)"
    )


def downgrade() -> None:
    """Back: of two blocks that clash the plan keeps the first."""
    op.execute(_OVERLAPPING)
    op.drop_constraint(_NAME, "plan_block")
    op.execute(
        f"ALTER TABLE plan_block ADD CONSTRAINT {_NAME} EXCLUDE USING gist (of_plan WITH &&, during WITH &&)"
    )
    op.drop_column("plan_block", "fixed")
