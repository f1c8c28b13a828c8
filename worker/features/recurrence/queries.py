"""SQL of the recurring tasks whose series has something to do: they were changed, or the day of the next one begins."""

import datetime as dt
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
    return _with_place().where(*_unseen())


def series_tasks_to_go_on(now: dt.datetime) -> Any:
    """Tasks, with their place in a series, after which the next one begins its day."""
    return _with_place().where(col(SeriesTask.next_at) <= now)


def has_series_to_follow(now: Any) -> ColumnElement[bool]:
    """Whether there is any such task; phrased as the smallest values, which the indexes answer without reading tasks."""
    first = select(func.min(col(Task.id))).where(*_unseen()).scalar_subquery()
    next_at = select(func.min(col(SeriesTask.next_at))).where(col(SeriesTask.next_at).is_not(None))
    return or_(first.is_not(None), next_at.scalar_subquery() <= now)


def _with_place() -> Any:
    return select(Task, SeriesTask).join(SeriesTask, col(SeriesTask.task_id) == col(Task.id), isouter=True)


def _unseen() -> tuple[ColumnElement[bool], ...]:
    return (
        or_(col(Task.recurrence).is_not(None), col(Task.followed_version).is_not(None)),
        col(Task.followed_version).is_distinct_from(col(Task.version)),
    )
