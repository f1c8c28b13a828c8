"""Calendar subscriptions: calendars of other programs, and which appointments are theirs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OPEN = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """No appointment of before is a calendar's."""
    op.create_table(
        "calendar_subscription",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_fetch_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "chat_id"],
            ["chat.workspace_id", "chat.id"],
            name="calendar_subscription_chat_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["member.workspace_id", "member.id"],
            name="calendar_subscription_member_id_same_workspace",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "id", name="calendar_subscription_in_workspace"),
    )
    op.create_index(
        "calendar_subscription_once",
        "calendar_subscription",
        ["member_id", "address"],
        unique=True,
        postgresql_where=_OPEN,
    )
    op.create_index(
        "calendar_subscription_due", "calendar_subscription", ["next_fetch_at"], postgresql_where=_OPEN
    )
    op.add_column("appointment", sa.Column("subscription_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_appointment_subscription_id", "appointment", ["subscription_id"])
    op.create_foreign_key(
        "appointment_subscription_id_same_workspace",
        "appointment",
        "calendar_subscription",
        ["workspace_id", "subscription_id"],
        ["workspace_id", "id"],
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Back: what calendars made busy is free again."""
    op.execute("DELETE FROM appointment WHERE subscription_id IS NOT NULL")
    op.drop_column("appointment", "subscription_id")
    op.drop_table("calendar_subscription")
