"""Comments on tasks."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace
from models.tables.columns import text as words_column


class TaskComment(SQLModel, table=True):
    """Words of `member_id` about a task. `operation_id` added them: while that is undone, they do not count."""

    __tablename__ = "task_comment"
    __table_args__ = (
        CheckConstraint("char_length(text) BETWEEN 1 AND 1000", name="text_length"),
        Index("task_comment_by_task", "task_id"),
        Index("task_comment_by_operation", "operation_id"),
        same_workspace("task_comment", "task_id", "task", ondelete="CASCADE"),
        same_workspace("task_comment", "operation_id", "operation", ondelete="CASCADE"),
        same_workspace("task_comment", "member_id", "member", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    task_id: int = big()
    operation_id: int = big()
    member_id: int = big()
    text: str = words_column()
    created_at: Instant = instant()
