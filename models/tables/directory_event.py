"""What an operation changed in a business, a project or a member: audit trail and undo."""

from typing import Any

from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, json, key, one_of, same_workspace, text


class DirectoryEvent(SQLModel, table=True):
    """Only the changed fields, as JSON. `before` is null for a row that the operation created."""

    __tablename__ = "directory_event"
    __table_args__ = (
        one_of("subject", "business", "project", "member"),
        same_workspace("directory_event", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big()
    operation_id: int = big(index=True)
    subject: str = text()
    subject_id: int = big()
    before: dict[str, Any] | None = json(default=None)
    after: dict[str, Any] = json()
    created_at: Instant = instant()
