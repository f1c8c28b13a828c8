"""The columns of a task that a program sets, by the names under which it sees them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from models.runtime.local_time import instant_at
from models.tables.task import Task
from worker.core.business_access import exceeds_access
from worker.core.directory_names import DirectoryNames
from worker.core.speaker import Speaker


class RequestProblem(Exception):  # noqa: N818 - it is no error of ours
    """A request that cannot be carried out; `code` is told to the program (ops/docs/api.md)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Named(Protocol):
    id: int | None
    name: str
    archived_at: dt.datetime | None


def columns_of(
    fields: Mapping[str, Any], speaker: Speaker, names: DirectoryNames, task: Task | None
) -> dict[str, Any]:
    """The columns of a new task, or of a changed one. Raises RequestProblem for a name that is not known (exactly, but for
    upper and lower case), for a time without a day, and for what the speaker may not do."""
    columns: dict[str, Any] = {
        column: fields[name]
        for name, column in (("title", "title"), ("priority", "priority"))
        if name in fields
    }
    columns |= _place(fields, names) | _deadline(fields, speaker, task) | _estimate(fields)
    if "planned_for" in fields:
        columns["do_on"] = _day(fields["planned_for"])
    if task is None and names.only_business is not None:
        columns.setdefault("business_id", names.only_business)
    if exceeds_access(names, columns, task):
        raise RequestProblem("not_allowed")
    return columns


def _place(fields: Mapping[str, Any], names: DirectoryNames) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "business" in fields:
        columns = {"business_id": _id(fields["business"], names.businesses.values(), "business")}
        columns["project_id"] = None
    if "project" in fields:
        project_id = _id(fields["project"], names.projects.values(), "project")
        columns["project_id"] = project_id
        home = names.projects[project_id].business_id if project_id else None
        if home is not None and columns.setdefault("business_id", home) != home:
            raise RequestProblem("project_of_another_business")
    if "assignee" in fields:
        columns["assignee_id"] = _id(fields["assignee"], names.members.values(), "assignee")
    return columns


def _id(name: str | None, rows: Iterable[_Named], what: str) -> int | None:
    if name is None:
        return None
    found = [
        row for row in rows if row.name.casefold() == name.strip().casefold() and row.archived_at is None
    ]
    if len(found) != 1:
        raise RequestProblem(f"unknown_{what}" if not found else f"ambiguous_{what}")
    return found[0].id


def _deadline(fields: Mapping[str, Any], speaker: Speaker, task: Task | None) -> dict[str, Any]:
    """The day and clock time in the owner's zone; a new day keeps the clock time, no day has none."""
    if not {"date", "time", "on_or_by"} & fields.keys():
        return {}
    day = _day(fields["date"]) if "date" in fields else task.deadline_on if task else None
    at = None if task is None or task.deadline_at is None else task.deadline_at.astimezone(speaker.zone)
    clock = None if at is None else at.time().replace(tzinfo=None)
    if "time" in fields:
        clock = None if fields["time"] is None else dt.time.fromisoformat(fields["time"])
    if day is None and (fields.get("time") or fields.get("on_or_by")):
        raise RequestProblem("time_without_date")
    columns: dict[str, Any] = {
        "deadline_on": day,
        "deadline_at": None if day is None or clock is None else instant_at(day, clock, speaker.zone),
    }
    return columns | ({"timing": fields["on_or_by"]} if fields.get("on_or_by") else {})


def _estimate(fields: Mapping[str, Any]) -> dict[str, Any]:
    if "estimate_minutes" not in fields:
        return {}
    minutes = fields["estimate_minutes"]
    return {
        "estimate_minutes": minutes,
        "estimate_low": None,
        "estimate_high": None,
        "estimate_source": None if minutes is None else "stated",
    }


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
