"""Files stay with the tasks they were sent for, and are sent back by Telegram's own id."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_METHODS = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")
_NEW_METHODS = ("sendVideo", "sendAnimation", "sendVoice", "sendAudio", "sendVideoNote")
_KINDS = "'photo', 'document', 'video', 'animation', 'voice', 'audio', 'video_note'"


def upgrade() -> None:
    """No task has a file yet."""
    op.create_table(
        "task_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint("(task_id IS NULL) = (operation_id IS NULL)", name="put_by_operation"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="CASCADE"),
        *(_same_workspace(column, target) for column, target in _REFERENCES.items()),
    )
    op.create_index("task_file_by_task", "task_file", ["task_id"])
    op.create_index("task_file_by_operation", "task_file", ["operation_id"])
    op.create_index("task_file_by_message", "task_file", ["chat_id", "source_message_id"])
    op.create_index(
        "task_file_asked",
        "task_file",
        ["chat_id"],
        postgresql_where=sa.text("task_id IS NULL AND asked_at IS NOT NULL"),
    )
    _allow((*_METHODS, *_NEW_METHODS))


_REFERENCES = {"chat_id": "chat", "group_id": "group_chat", "task_id": "task", "operation_id": "operation"}


def _same_workspace(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=f"task_file_{column}_same_workspace",
        ondelete="CASCADE",
    )


def _allow(methods: Sequence[str]) -> None:
    op.drop_constraint("method_known", "outbound_message")
    listed = ", ".join(f"'{method}'" for method in methods)
    op.create_check_constraint("method_known", "outbound_message", f"method IN ({listed})")


def downgrade() -> None:
    """Back: which files belong to which task is forgotten; the files stay in their chats."""
    op.execute(
        "DELETE FROM outbound_message"
        " WHERE method NOT IN ('sendMessage', 'editMessageText', 'sendPhoto', 'sendDocument')"
    )
    _allow(_METHODS)
    op.drop_table("task_file")
