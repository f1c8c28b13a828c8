"""Running timers."""

from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, same_workspace


class Timer(SQLModel, table=True):
    """The task a member is working on; at most one. It becomes part of the task's actual time."""

    __table_args__ = (
        same_workspace("timer", "member_id", "member", ondelete="CASCADE"),
        same_workspace("timer", "task_id", "task", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    workspace_id: int = big()
    task_id: int = big()
    started_at: Instant = instant()
