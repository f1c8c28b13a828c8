"""Update field: one field's new value, from a reader's words to column values."""

from typing import Any

from worker.features.capture.reader_context import World
from worker.understanding.actions import UpdateTask


def new_value(action: UpdateTask, world: World) -> dict[str, Any] | None:
    """The columns an update sets; None when its value is not of the workspace or out of range."""
    match action.field:
        case "business":
            return _named(action.value, world.businesses, "business_id")
        case "assignee":
            return _named(action.value, world.members, "assignee_id")
        case "project":
            return _project(action.value, world)
        case "title":
            return _title(action.value)
        case "recurrence":
            return {"recurrence": str(action.value) if action.value else None}
        case _:
            return _number(action.field, action.value)


def _named(value: str | int | None, known: dict[str, Any], column: str) -> dict[str, Any] | None:
    if value is None:
        return {column: None}
    found = known.get(str(value))
    return None if found is None else {column: found.id}


def _project(value: str | int | None, world: World) -> dict[str, Any] | None:
    if value is None:
        return {"project_id": None}
    found = world.projects.get(str(value))
    return None if found is None else {"project_id": found.id, "business_id": found.business_id}


def _title(value: str | int | None) -> dict[str, Any] | None:
    title = str(value or "").strip()
    return {"title": title} if 1 <= len(title) <= 200 else None


def _number(field: str, value: str | int | None) -> dict[str, Any] | None:
    if value is None and field != "priority":
        return (
            {"estimate_minutes": None, "estimate_source": None}
            if field == "estimate_minutes"
            else {field: None}
        )
    number = int(str(value)) if str(value).isdigit() else None
    if number is None or number < (0 if field == "reminder_minutes_before" else 1):
        return None
    if field == "priority":
        return {"priority": number} if number <= 4 else None
    if field == "estimate_minutes":
        return {
            "estimate_minutes": number,
            "estimate_low": None,
            "estimate_high": None,
            "estimate_source": "stated",
        }
    return {field: number}
