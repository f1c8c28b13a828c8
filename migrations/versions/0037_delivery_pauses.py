"""Operators can pause what is sent, to one chat or to all."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | Sequence[str] | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nothing is paused."""
    op.create_table(
        "delivery_pause",
        sa.Column("chat_telegram_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Back: what was kept by a pause is sent."""
    op.drop_table("delivery_pause")
