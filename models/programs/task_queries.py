"""Tasks as programs see them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from models.console.postgres_pool import Connection, Row
from models.programs.access import ProgramAccess

# A program that is limited to a business learns no other project, and no name but of the owner and the business's people.
_COLUMNS = """
SELECT task.id, task.number, task.title, task.status, task.priority, business.name AS business,
  CASE WHEN $2::bigint IS NULL OR project.business_id = $2 THEN project.name END AS project,
  CASE WHEN $2::bigint IS NULL OR member.is_owner OR EXISTS (
    SELECT 1 FROM membership WHERE membership.member_id = member.id AND membership.business_id = $2
  ) THEN member.name END AS assignee,
  task.deadline_on, task.deadline_at, task.timing, task.do_on, task.estimate_minutes, task.actual_minutes,
  task.recurrence, task.created_at, task.updated_at, task.done_at
FROM task
LEFT JOIN business ON business.id = task.business_id
LEFT JOIN project ON project.id = task.project_id
LEFT JOIN member ON member.id = task.assignee_id
WHERE task.workspace_id = $1 AND ($2::bigint IS NULL OR task.business_id = $2)
"""

# The names as they are shown: nothing can be learnt by asking for one that is not.
_LIST = f"""
SELECT * FROM ({_COLUMNS}) AS shown
WHERE number > $3 AND ($4::text IS NULL OR status = $4)
  AND ($5::text IS NULL OR lower(business) = lower($5)) AND ($6::text IS NULL OR lower(assignee) = lower($6))
  AND ($7::date IS NULL OR deadline_on >= $7) AND ($8::date IS NULL OR deadline_on <= $8)
ORDER BY number LIMIT $9
"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks are asked for; None: any. Names are compared without regard to case, days are inclusive."""

    status: str | None = None
    business: str | None = None
    assignee: str | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    after_number: int = 0


async def list_tasks(
    connection: Connection, access: ProgramAccess, wanted: TaskFilter, most: int
) -> list[dict[str, Any]]:
    """At most so many tasks within the access, by number."""
    rows = await connection.fetch(
        _LIST,
        access.workspace_id,
        access.business_id,
        wanted.after_number,
        wanted.status,
        wanted.business,
        wanted.assignee,
        wanted.due_from,
        wanted.due_to,
        most,
    )
    return _documents(rows, access.zone)


async def find_task(connection: Connection, access: ProgramAccess, number: int) -> dict[str, Any] | None:
    """The task of this number; None where there is none within the access."""
    rows = await connection.fetch(
        f"{_COLUMNS} AND task.number = $3", access.workspace_id, access.business_id, number
    )
    return next(iter(_documents(rows, access.zone)), None)


def _documents(rows: Sequence[Row], zone: ZoneInfo) -> list[dict[str, Any]]:
    return [_document(row, zone) for row in rows]


def _document(row: Row, zone: ZoneInfo) -> dict[str, Any]:
    at = row["deadline_at"]
    same = ("number", "title", "status", "priority", "business", "project", "assignee")
    return {name: row[name] for name in same} | {
        "date": row["deadline_on"],
        "time": None if at is None else f"{at.astimezone(zone):%H:%M}",
        "on_or_by": row["timing"],
        "planned_for": row["do_on"],
        "estimate_minutes": row["estimate_minutes"],
        "actual_minutes": row["actual_minutes"],
        "recurrence": row["recurrence"],
        "created": row["created_at"],
        "updated": row["updated_at"],
        "done": row["done_at"],
    }
