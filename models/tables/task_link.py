"""Dependencies between tasks."""

from sqlalchemy import CheckConstraint, Index
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, same_workspace


class TaskLink(SQLModel, table=True):
    """`task_id` can be started only when `after_id` is done."""

    __tablename__ = "task_link"
    __table_args__ = (
        CheckConstraint("task_id <> after_id", name="not_after_itself"),
        Index("task_link_by_after", "after_id"),
        same_workspace("task_link", "task_id", "task", ondelete="CASCADE"),
        same_workspace("task_link", "after_id", "task", ondelete="CASCADE"),
    )

    task_id: int = big(primary_key=True)
    after_id: int = big(primary_key=True)
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    created_at: Instant = instant()
