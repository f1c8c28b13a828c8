"""Timer: the one task a person is at right now, and since when."""

from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, within


class Timer(SQLModel, table=True):
    """A member's running timer: one at most. Its task's actual comes from it when the task is done."""

    __table_args__ = (
        within("timer", "member_id", "member", ondelete="CASCADE"),
        within("timer", "task_id", "task", ondelete="CASCADE"),
    )

    member_id: int = big(primary_key=True)
    workspace_id: int = big()
    task_id: int = big()
    started_at: Instant = instant()
