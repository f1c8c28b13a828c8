"""Groups: each is bound to one business, and an operation knows in which group it was asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | Sequence[str] | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """No group is bound yet; operations of before belong to private chats."""
    op.create_table(
        "group_chat",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("business_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "business_id"],
            ["business.workspace_id", "business.id"],
            name="group_chat_business_id_same_workspace",
        ),
        sa.UniqueConstraint("telegram_id"),
        sa.UniqueConstraint("workspace_id", "id", name="group_chat_in_workspace"),
    )
    op.create_table(
        "group_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=True),
        sa.Column("after", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "operation_id"],
            ["operation.workspace_id", "operation.id"],
            name="group_event_operation_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "group_id"],
            ["group_chat.workspace_id", "group_chat.id"],
            name="group_event_group_id_same_workspace",
            ondelete="CASCADE",
        ),
    )
    op.create_index("group_event_by_operation", "group_event", ["operation_id"])
    op.add_column("operation", sa.Column("group_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "operation_group_id_same_workspace",
        "operation",
        "group_chat",
        ["workspace_id", "group_id"],
        ["workspace_id", "id"],
    )


def downgrade() -> None:
    """Back: what was done in groups stays, as if it had been asked for in private chats."""
    op.drop_constraint("operation_group_id_same_workspace", "operation")
    op.drop_column("operation", "group_id")
    op.drop_table("group_event")
    op.drop_table("group_chat")
