"""More settings: transcripts shown, a chat's default business, messages read by rules alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | Sequence[str] | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WALL = "chat_default_business_id_same_workspace"


def upgrade() -> None:
    """Everything stays as it was until it is set."""
    op.add_column(
        "chat", sa.Column("transcript_shown", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("chat", sa.Column("default_business_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        _WALL, "chat", "business", ["workspace_id", "default_business_id"], ["workspace_id", "id"]
    )
    op.add_column(
        "workspace", sa.Column("reads_by_rules", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Back: what these settings said is forgotten."""
    op.drop_column("workspace", "reads_by_rules")
    op.drop_constraint(_WALL, "chat")
    op.drop_column("chat", "default_business_id")
    op.drop_column("chat", "transcript_shown")
