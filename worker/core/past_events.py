"""What happened, or did not, on an earlier day: no work that is overdue."""

import datetime as dt
from typing import Protocol

from worker.core.all_day_events import is_all_day_event


class _Dated(Protocol):
    """What of a task tells it: a row of the table, or the columns that a digest reads."""

    @property
    def title(self) -> str: ...
    @property
    def timing(self) -> str | None: ...
    @property
    def deadline_on(self) -> dt.date | None: ...
    @property
    def deadline_at(self) -> dt.datetime | None: ...


def is_past_event(task: _Dated, today: dt.date) -> bool:
    """Whether the task was set for a clock time of an earlier day, or filled one (a birthday).

    Work that was only set for a day ("buy paper on Friday") is not past: it is still to be done.
    """
    if task.timing != "on" or task.deadline_on is None or task.deadline_on >= today:
        return False
    return task.deadline_at is not None or is_all_day_event(task.title)
