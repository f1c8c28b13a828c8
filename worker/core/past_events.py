"""What happened, or did not, at a time that is over: no work that is overdue."""

import datetime as dt
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from models.tables.task import Task
from worker.core.all_day_events import ALL_DAY_EVENT, is_all_day_event
from worker.core.i18n import Translator

_DAY_MINUTES = 24 * 60
# How a task ends whose time went by; it can be opened again, by a button, by words or by a new day.
CLOSED_BY_TIME = ("missed", "passed")
# Whether it happened can still be answered.
ANSWERABLE = ("open", *CLOSED_BY_TIME)


def ended_text(translator: Translator, status: str) -> str | None:
    """ "missed" or "passed" behind a task that ended so; None for every other one."""
    words = {"missed": translator.gettext("missed"), "passed": translator.gettext("passed")}
    return words.get(status)


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
    @property
    def estimate_minutes(self) -> int | None: ...


def is_past_event(task: _Dated, today: dt.date) -> bool:
    """Whether the task was set for a clock time of an earlier day, or filled one (a birthday).

    Work that was only set for a day ("buy paper on Friday") is not past: it is still to be done.
    """
    if task.timing != "on" or task.deadline_on is None or task.deadline_on >= today:
        return False
    return task.deadline_at is not None or is_all_day_event(task.title)


def is_over_by_evening(task: _Dated, today: dt.date, now: dt.datetime) -> bool:
    """Whether the evening of a local day may ask if the task happened: it is past, or its time of this day is over.

    What fills the day is over in its evening; what begins at a clock time after its length, or at once without one.
    """
    if is_past_event(task, today):
        return True
    if task.timing != "on" or task.deadline_on != today:
        return False
    if task.deadline_at is None:
        return is_all_day_event(task.title)
    return task.deadline_at + dt.timedelta(minutes=min(task.estimate_minutes or 0, _DAY_MINUTES)) <= now


def was_past_event(day: Any) -> ColumnElement[bool]:
    """The condition in SQL for tasks that are past events on a local `day`, as `is_past_event` tells them."""
    all_day = col(Task.title).regexp_match(f"^(?:{ALL_DAY_EVENT})$", flags="i")
    return and_(
        col(Task.timing) == "on",
        col(Task.deadline_on) < day,
        or_(col(Task.deadline_at).is_not(None), all_day),
    )
