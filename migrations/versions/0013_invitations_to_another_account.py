"""Invitations to another account: a link may move a member who is in already to another Telegram account."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Links made before never replace an account."""
    op.add_column(
        "invitation", sa.Column("replaces_account", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Back: links that were to replace an account become plain ones."""
    op.drop_column("invitation", "replaces_account")
