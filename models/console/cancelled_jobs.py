"""The rows of a cancelled job: marked so that it never runs, and kept as a dead letter (invariant I4)."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from models.console.operator_context import CANCELLED
from models.console.postgres_pool import Connection, parse_json_column
from models.queue.jobs import DeliverMessage, HandleUpdate, Job, SendDigest, arguments_of
from models.queue.lanes import Lanes
from models.queue.update_payload import kept_payload
from models.tables.shared_statements import MARK_UPDATE_DEAD, WRITE_DEAD_LETTER, numbered


@dataclass(frozen=True, slots=True)
class UpdateBody:
    """An update's body, where it is still stored, and when it arrived."""

    payload: dict[str, Any] | str | None
    received_at: dt.datetime | None


NO_UPDATE_BODY = UpdateBody(None, None)


async def load_update_body(lanes: Lanes, connection: Connection, job: Job) -> UpdateBody:
    """The body of a job's update, from Redis or from its row, which is locked. Raises QueueError."""
    if not isinstance(job, HandleUpdate):
        return NO_UPDATE_BODY
    row = await connection.fetchrow(
        "SELECT payload, received_at FROM inbound_update WHERE update_id = $1 FOR UPDATE", job.update_id
    )
    waiting = await lanes.payload(job.update_id)
    if waiting is not None:
        return UpdateBody(kept_payload(waiting[0]), dt.datetime.fromtimestamp(waiting[1] / 1000, dt.UTC))
    return (
        NO_UPDATE_BODY if row is None else UpdateBody(parse_json_column(row["payload"]), row["received_at"])
    )


async def mark_cancelled(connection: Connection, job: Job, message: UpdateBody, now: dt.datetime) -> bool:
    """Mark the job's own row so that the reconciler does not enqueue it again; False when it is too late."""
    if isinstance(job, HandleUpdate):
        return await _mark_update_cancelled(connection, job, message, now)
    if isinstance(job, DeliverMessage):
        statement = "UPDATE outbound_message SET state = 'failed', error = $2 WHERE id = $1 AND state = 'pending' RETURNING id"
        return await connection.fetchval(statement, job.outbound_id, CANCELLED) is not None
    if isinstance(job, SendDigest):
        statement = (
            "UPDATE schedule_run SET state = 'skipped', reason = $3 "
            "WHERE schedule_id = $1 AND local_on = $2 AND state = 'enqueued' RETURNING schedule_id"
        )
        return await connection.fetchval(statement, job.schedule_id, job.day, CANCELLED) is not None
    return True


async def _mark_update_cancelled(
    connection: Connection, job: HandleUpdate, message: UpdateBody, now: dt.datetime
) -> bool:
    """The row may be missing (the job never started) or open; a handled one is left alone."""
    values = {
        "update_id": job.update_id,
        "lane": job.lane,
        "kind": _update_kind(message.payload),
        "trace_id": job.trace_id,
        "received_at": message.received_at or now,
        "now": now,
    }
    statement, arguments = numbered(MARK_UPDATE_DEAD, values)
    return await connection.fetchval(statement, *arguments) is not None


async def write_cancelled_dead_letter(
    connection: Connection, job: Job, message: UpdateBody, now: dt.datetime
) -> int:
    """Insert the dead letter with the complete update and a last attempt "cancelled"; the dead letter's id."""
    arguments = json.dumps(arguments_of(job))
    attempts = await connection.fetchval(
        _CANCELLED_RUN, job.job_id, job.name, arguments, job.trace_id, now, CANCELLED
    )
    values = {
        "job_id": job.job_id,
        "job_name": job.name,
        "arguments": arguments,
        "payload": None if message.payload is None else json.dumps(message.payload, ensure_ascii=False),
        "trace_id": job.trace_id,
        "attempts": attempts,
        "error": CANCELLED,
        "traceback": None,
        "dead_at": now,
    }
    statement, parameters = numbered(WRITE_DEAD_LETTER, values)
    dead_letter_id: int = await connection.fetchval(statement, *parameters)
    return dead_letter_id


_CANCELLED_RUN = """
INSERT INTO job_run (job_id, job_name, arguments, attempt, worker_id, trace_id, state,
                     enqueued_at, started_at, finished_at, error)
SELECT $1, $2, $3, coalesce(max(attempt), 0), 'operator', $4, 'cancelled', $5, $5, $5, $6
FROM job_run WHERE job_id = $1
  AND id > (SELECT coalesce(max(id), 0) FROM job_run
            WHERE job_id = $1 AND state IN ('done', 'dead', 'cancelled'))
RETURNING attempt
"""


def _update_kind(payload: dict[str, Any] | str | None) -> str:
    if isinstance(payload, str):
        return "unreadable"
    return next((key for key in payload or {} if key != "update_id"), "other")[:40]
