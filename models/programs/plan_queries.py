"""The owner's plan of a day as programs see it."""

import datetime as dt
from typing import Any

from models.console.postgres_pool import Connection
from models.programs.access import ProgramAccess

_PLAN = """
SELECT id, created_at FROM plan
WHERE workspace_id = $1 AND member_id = $2 AND local_on = $3 AND state = 'current'
"""
_BLOCKS = """
SELECT task.number, task.title, block.starts_at, block.ends_at
FROM plan_block AS block JOIN task ON task.id = block.task_id
WHERE block.plan_id = $3 AND task.workspace_id = $1 AND ($2::bigint IS NULL OR task.business_id = $2)
ORDER BY block.starts_at, task.number
"""
_LEFT_OUT = """
SELECT DISTINCT task.number, task.title
FROM plan_reason AS reason JOIN task ON task.id = reason.task_id
WHERE reason.plan_id = $3 AND reason.kind = 'left_out' AND task.workspace_id = $1
  AND ($2::bigint IS NULL OR task.business_id = $2)
ORDER BY task.number
"""


async def plan_of_day(connection: Connection, access: ProgramAccess, day: dt.date) -> dict[str, Any] | None:
    """The current plan of the owner's local day, as far as its tasks are within the access; None without a plan."""
    plan = await connection.fetchrow(_PLAN, access.workspace_id, access.member_id, day)
    if plan is None:
        return None
    reach = (access.workspace_id, access.business_id, plan["id"])
    blocks = await connection.fetch(_BLOCKS, *reach)
    left_out = await connection.fetch(_LEFT_OUT, *reach)
    return {
        "date": day,
        "zone": access.zone.key,
        "made": plan["created_at"],
        "blocks": [
            {
                "number": row["number"],
                "title": row["title"],
                "starts": row["starts_at"],
                "ends": row["ends_at"],
            }
            for row in blocks
        ],
        "left_out": [{"number": row["number"], "title": row["title"]} for row in left_out],
    }
