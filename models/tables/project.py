"""Projects: groups of tasks within one business."""

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class Project(SQLModel, table=True):
    """A project of one business (or of none, when private)."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="project_in_workspace"),
        Index(
            "project_name_once",
            "workspace_id",
            sql("coalesce(business_id, 0)"),
            sql("lower(name)"),
            unique=True,
        ),
        same_workspace("project", "business_id", "business", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    business_id: int | None = big(default=None)
    name: str = text()
    archived_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
