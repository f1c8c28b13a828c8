"""Comments on tasks, and checklists under them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """No task has comments or items yet."""
    _table(
        "task_comment",
        {"task_id": "task", "operation_id": "operation", "member_id": "member"},
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(text) BETWEEN 1 AND 1000", name="text_length"),
    )
    _table(
        "checklist_item",
        {"task_id": "task", "operation_id": "operation"},
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("telegram_item_id", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("workspace_id", "id", name="checklist_item_in_workspace"),
        sa.CheckConstraint("char_length(title) BETWEEN 1 AND 200", name="title_length"),
        sa.CheckConstraint("estimate_minutes > 0", name="minutes_positive"),
    )
    _table(
        "checklist_tick",
        {"item_id": "checklist_item", "operation_id": "operation"},
        sa.Column("done", sa.Boolean(), nullable=False),
    )
    for table, column in _INDEXED:
        op.create_index(f"{table}_by_{column.removesuffix('_id')}", table, [column])


_INDEXED = (
    ("task_comment", "task_id"),
    ("task_comment", "operation_id"),
    ("checklist_item", "task_id"),
    ("checklist_item", "operation_id"),
    ("checklist_tick", "item_id"),
    ("checklist_tick", "operation_id"),
)


def _table(name: str, references: dict[str, str], *content: sa.schema.SchemaItem) -> None:
    """A table whose rows belong to a workspace and reference others of it."""
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in references),
        *content,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{target}.workspace_id", f"{target}.id"],
                name=f"{name}_{column}_same_workspace",
                ondelete="CASCADE",
            )
            for column, target in references.items()
        ),
    )


def downgrade() -> None:
    """Back: comments, items and their ticks are gone."""
    op.drop_table("checklist_tick")
    op.drop_table("checklist_item")
    op.drop_table("task_comment")
