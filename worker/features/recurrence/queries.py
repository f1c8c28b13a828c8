"""SQL of the recurring tasks that were changed since their series was last followed."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from models.tables.series_task import SeriesTask
from models.tables.task import Task


def changed_series_tasks() -> Any:
    """Tasks that repeat (or did), with their place in a series (None for a new one), changed since it was followed.

    The index `task_to_follow` holds only these, so that the query does not slow down with the number of tasks. Every
    change of a task raises its version; `followed_version` is the last one that was handled.
    """
    return (
        select(Task, SeriesTask)
        .join(SeriesTask, col(SeriesTask.task_id) == col(Task.id), isouter=True)
        .where(*_unseen())
    )


def has_changed_series(_: Any) -> ColumnElement[bool]:
    """Whether there is any such task; phrased as the smallest id, which the index answers without reading tasks."""
    first = select(func.min(col(Task.id))).where(*_unseen()).scalar_subquery()
    return first.is_not(None)


def _unseen() -> tuple[ColumnElement[bool], ...]:
    return (
        or_(col(Task.recurrence).is_not(None), col(Task.followed_version).is_not(None)),
        col(Task.followed_version).is_distinct_from(col(Task.version)),
    )
