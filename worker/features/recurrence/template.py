"""Template: the fields that the tasks of a series share."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from models.runtime.local_time import instant_at
from models.tables.task import Task

# Copied from one task of a series to the next as they are.
_FIELDS = (
    "title",
    "business_id",
    "project_id",
    "assignee_id",
    "priority",
    "estimate_minutes",
    "estimate_low",
    "estimate_high",
    "estimate_source",
    "reminder_minutes_before",
)
_TIME = "local_time"


def series_template(task: Task, zone: ZoneInfo) -> dict[str, Any]:
    """What the next task will be made of, as JSON; the deadline's clock time is kept as a local one."""
    at = task.deadline_at
    local_time = None if at is None else f"{at.astimezone(zone):%H:%M}"
    return {**{name: getattr(task, name) for name in _FIELDS}, _TIME: local_time}


def fields_of_day(template: dict[str, Any], day: dt.date, zone: ZoneInfo) -> dict[str, Any]:
    """The columns of the series' task of a day."""
    said = template[_TIME]
    at = None if said is None else instant_at(day, dt.time.fromisoformat(said), zone)
    return {**{name: template[name] for name in _FIELDS}, "deadline_on": day, "deadline_at": at}
