"""Chosen language: a chat follows the language it is written to in until one is chosen."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Chosen language."""
    op.add_column(
        "chat", sa.Column("language_chosen", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Back: which language was chosen is forgotten."""
    op.drop_column("chat", "language_chosen")
