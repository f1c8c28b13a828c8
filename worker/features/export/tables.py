"""Tasks as lines of a CSV file and as entries of a calendar file."""

import csv
import datetime as dt
import io
from collections.abc import Iterable

from models.tables.task import Task
from worker.core.directory_names import DirectoryNames
from worker.core.speaker import Speaker
from worker.features.calendars.feed_event import FeedEvent

# Programs open UTF-8 as such only with this.
BYTE_ORDER_MARK = "\ufeff"
CSV_COLUMNS = (
    "number", "title", "status", "priority", "business", "project", "assignee", "date", "time", "on_or_by",
    "planned_for", "estimate_minutes", "actual_minutes", "recurrence", "created", "done",
)  # fmt: skip
# A cell that begins so is computed by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_header() -> str:
    """The first line of the CSV file."""
    return BYTE_ORDER_MARK + ",".join(CSV_COLUMNS) + "\r\n"


def csv_lines(speaker: Speaker, names: DirectoryNames, tasks: Iterable[Task]) -> str:
    """A line for each task; dates and times are those of the speaker's zone, and nothing is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for task in tasks:
        writer.writerow([_cell(value) for value in _values(speaker, names, task)])
    return text.getvalue()


def _values(speaker: Speaker, names: DirectoryNames, task: Task) -> list[object]:
    member = names.members.get(task.assignee_id or 0)
    return [
        task.number,
        task.title,
        task.status,
        task.priority,
        names.business_name(task.business_id),
        names.project_name(task.project_id),
        None if member is None else member.name,
        task.deadline_on,
        None if task.deadline_at is None else f"{task.deadline_at.astimezone(speaker.zone):%H:%M}",
        task.timing,
        task.do_on,
        task.estimate_minutes,
        task.actual_minutes,
        task.recurrence,
        _local(speaker, task.created_at),
        _local(speaker, task.done_at),
    ]


def _local(speaker: Speaker, instant: dt.datetime | None) -> str | None:
    return None if instant is None else f"{instant.astimezone(speaker.zone):%Y-%m-%d %H:%M}"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def without_formula_mark(cell: str) -> str:
    """A cell of our files as it was before it was kept from being computed."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def calendar_entries(tasks: Iterable[Task]) -> list[FeedEvent]:
    """The entries of open tasks that have a date."""
    return [
        FeedEvent(
            uid=f"task-{task.id}@export",
            summary=task.title,
            starts=task.deadline_at or task.deadline_on,
            ends=_end(task),
            changed_at=task.updated_at,
            sequence=task.version,
            description=f"#{task.number}",
        )
        for task in tasks
        if task.status == "open" and task.deadline_on is not None
    ]


def _end(task: Task) -> dt.datetime | None:
    if task.deadline_at is None or task.timing != "on" or task.estimate_minutes is None:
        return None
    return task.deadline_at + dt.timedelta(minutes=task.estimate_minutes)
