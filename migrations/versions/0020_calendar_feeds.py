"""Calendar feeds: the file that a member's calendar programs fetch, and which operations are new since it was made."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Nobody has a feed before asking for one."""
    op.create_table(
        "calendar_feed",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="calendar_feed_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name="calendar_feed_member_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_calendar_feed_workspace_id", "calendar_feed", ["workspace_id"])
    # Served as it is, many times for each making: reading it must not decompress it.
    op.execute("ALTER TABLE calendar_feed ALTER COLUMN body SET STORAGE EXTERNAL")
    op.create_index("operation_lately", "operation", ["workspace_id", "created_at"])


def downgrade() -> None:
    """Back: all addresses lead nowhere."""
    op.drop_index("operation_lately", "operation")
    op.drop_table("calendar_feed")
