"""Files that people sent and that stay with a task; the files themselves are kept by Telegram."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text

FILE_KINDS = ("photo", "document", "video", "animation", "voice", "audio", "video_note")


class TaskFile(SQLModel, table=True):
    """A file of a message, once for each task it stays with; without `task_id` it belongs to none yet.

    `file_id` is Telegram's, permanent for this bot. `operation_id` put it with the task: while that is undone, the file
    does not count. `asked_at` is set when its author was asked what it is for: their next task gets it. `album` is the
    same for the messages of one album.
    """

    __tablename__ = "task_file"
    __table_args__ = (
        one_of("kind", *FILE_KINDS),
        CheckConstraint("(task_id IS NULL) = (operation_id IS NULL)", name="put_by_operation"),
        Index("task_file_by_task", "task_id"),
        Index("task_file_by_operation", "operation_id"),
        Index("task_file_by_message", "chat_id", "source_message_id"),
        Index("task_file_asked", "chat_id", postgresql_where=sql("task_id IS NULL AND asked_at IS NOT NULL")),
        same_workspace("task_file", "chat_id", "chat", ondelete="CASCADE"),
        same_workspace("task_file", "group_id", "group_chat", ondelete="CASCADE"),
        same_workspace("task_file", "task_id", "task", ondelete="CASCADE"),
        same_workspace("task_file", "operation_id", "operation", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    group_id: int | None = big(default=None)
    source_message_id: int | None = big(default=None)
    album: str = text(default="")
    kind: str = text()
    file_id: str = text()
    name: str = text(default="")
    task_id: int | None = big(default=None)
    operation_id: int | None = big(default=None)
    asked_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
