"""What came of a program's request."""

from typing import Any, Literal

from redis.asyncio import Redis

from models.console.postgres_pool import Connection, parse_json_column
from models.programs.access import ProgramAccess
from models.queue import keys
from models.runtime.trace_id import trace_of

RequestState = Literal["queued", "running", "done", "refused", "failed"]

_UPDATE = "SELECT handled_at, outcome FROM inbound_update WHERE update_id = $1 AND lane = $2"
_RECORD = "SELECT problem FROM program_request WHERE id = $1 AND token_id = $2"
_OPERATIONS = """
SELECT id, undone_at FROM operation WHERE workspace_id = $1 AND trace_id = $2 ORDER BY id
"""
_TASKS = """
SELECT DISTINCT task.number FROM task_event AS event JOIN task ON task.id = event.task_id
WHERE event.operation_id = ANY($3::bigint[]) AND task.workspace_id = $1
  AND ($2::bigint IS NULL OR task.business_id = $2)
ORDER BY task.number LIMIT 100
"""
_ANSWERS = """
SELECT payload FROM outbound_message WHERE trace_id = $1 AND workspace_id = $2 AND purpose = 'answer' ORDER BY id LIMIT 20
"""


async def request_status(
    connection: Connection, redis: "Redis", access: ProgramAccess, request_id: int
) -> dict[str, Any] | None:
    """The state of a request of this token and what it changed; None for every other id.

    What the owner was answered is told only to a program that reaches everything.
    """
    lane = keys.lane_of_program(access.token_id)
    # Before the row: a request leaves the queue after its row is written.
    waits = await redis.lpos(keys.LANE + lane, str(request_id)) is not None  # type: ignore[misc]
    record = await connection.fetchrow(_RECORD, request_id, access.token_id)
    if record is not None:
        return await _carried_out(connection, access, request_id, record["problem"])
    row = await connection.fetchrow(_UPDATE, request_id, lane)
    if row is None:
        return _status(request_id, "queued") if waits else None
    return _status(request_id, "running" if row["handled_at"] is None else "failed")


async def _carried_out(
    connection: Connection, access: ProgramAccess, request_id: int, problem: str | None
) -> dict[str, Any]:
    if problem is not None:
        return _status(request_id, "refused", problem=problem)
    trace = trace_of(request_id)
    operations = await connection.fetch(_OPERATIONS, access.workspace_id, trace)
    ids = [row["id"] for row in operations]
    tasks = await connection.fetch(_TASKS, access.workspace_id, access.business_id, ids)
    answers: list[str] = []
    if access.business_id is None:
        sent = await connection.fetch(_ANSWERS, trace, access.workspace_id)
        answers = [str(parse_json_column(row["payload"]).get("text", "")) for row in sent]
    return _status(
        request_id,
        "done",
        tasks=[row["number"] for row in tasks],
        undone=bool(ids) and all(row["undone_at"] is not None for row in operations),
        answers=answers,
    )


def _status(
    request_id: int,
    state: RequestState,
    *,
    problem: str | None = None,
    tasks: list[int] | None = None,
    undone: bool = False,
    answers: list[str] | None = None,
) -> dict[str, Any]:
    return {
        "id": request_id,
        "state": state,
        "problem": problem,
        "tasks": tasks or [],
        "undone": undone,
        "answers": answers or [],
    }
