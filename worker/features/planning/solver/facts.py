"""Converts the inputs of a plan to a JSON document and back; changes of a later plan are explained against it."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from worker.features.working_hours.day import PlanTask, WorkDay

_DAY: TypeAdapter[WorkDay] = TypeAdapter(WorkDay)
_TASKS: TypeAdapter[list[PlanTask]] = TypeAdapter(list[PlanTask])
_OWN = "own"


def plan_facts(day: WorkDay, tasks: dict[int, PlanTask]) -> dict[str, Any]:
    """The JSON document of a day and its tasks."""
    hours = {
        _OWN if business is None else str(business): None if stretch is None else [stretch.start, stretch.end]
        for business, stretch in day.hours.items()
    }
    plain = asdict(day) | {"on": day.on.isoformat(), "hours": hours, "busy": [asdict(b) for b in day.busy]}
    return {"day": plain, "tasks": _TASKS.dump_python(list(tasks.values()), mode="json")}


def day_from_facts(facts: dict[str, Any]) -> WorkDay:
    """The day of a document."""
    plain = dict(facts["day"])
    plain["hours"] = {
        None if business == _OWN else int(business): None
        if ends is None
        else {"start": ends[0], "end": ends[1]}
        for business, ends in plain["hours"].items()
    }
    plain["on"] = dt.date.fromisoformat(plain["on"])
    return _DAY.validate_python(plain)


def tasks_from_facts(facts: dict[str, Any]) -> dict[int, PlanTask]:
    """The tasks of a document, by id."""
    return {task.id: task for task in _TASKS.validate_python(facts["tasks"])}
