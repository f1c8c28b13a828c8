"""One job with its current state, every attempt and its dead letter."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console import dead_letter_queries
from models.console.dead_letter_queries import DeadLetterRow
from models.console.job_queues import JobQueue, queue_of_job
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import find_pending_job
from models.console.postgres_pool import parse_json_column
from models.console.queue_stats import lane_position
from models.console.redaction import redact_values

_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class AttemptDetail:
    """One attempt. `result` says what it did; empty when it did not finish or ran before results were stored.

    `log` holds its lines with `at` (ISO, UTC), `level`, `event` and fields, the oldest first.
    """

    run_id: int
    attempt: int
    state: str
    worker_id: str
    enqueued_at: dt.datetime
    started_at: dt.datetime
    finished_at: dt.datetime | None
    error: str | None
    traceback: str | None
    result: dict[str, Any]
    log: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JobDetail:
    """A job. `next_at` is when it may start again, `position` how many updates are before it in its lane.

    `can` names the actions it allows.
    """

    job_id: str
    name: str
    state: str
    arguments: dict[str, Any]
    trace_id: str | None
    next_at: dt.datetime | None
    position: int | None
    attempts: list[AttemptDetail]
    dead_letter: DeadLetterRow | None
    can: list[str]
    queue: JobQueue


async def load_job_detail(context: OperatorContext, job_id: str) -> JobDetail | None:
    """One job; None when neither rows nor queue know it. Raises QueueError, asyncpg.PostgresError."""
    async with context.postgres.connection() as connection:
        runs = await connection.fetch(
            f"SELECT * FROM job_run WHERE job_id = $1 ORDER BY id DESC LIMIT {_ATTEMPTS}",  # noqa: S608
            job_id,
        )
        dead_letter = await dead_letter_queries.dead_letter_of_job(connection, job_id)
        waiting = await find_pending_job(context.redis, connection, job_id)
    running = await context.scripts.is_running(job_id)
    lane, position = await lane_position(context.redis, job_id) or ("", None)
    if not (runs or waiting or dead_letter or lane):
        return None
    has_open_dead_letter = dead_letter is not None and dead_letter.resolved_at is None
    last = runs[0]["state"] if runs else None
    state = _state(running, waiting.state if waiting else None, position, has_open_dead_letter, last)
    source = runs[0] if runs else None
    pending_or_dead = waiting or dead_letter
    arguments = (
        parse_json_column(source["arguments"])
        if source
        else pending_or_dead.arguments
        if pending_or_dead
        else {"lane": lane}
    )
    return JobDetail(
        job_id=job_id,
        name=source["job_name"] if source else _name(waiting, dead_letter),
        state=state,
        arguments=arguments,
        trace_id=source["trace_id"]
        if source
        else dead_letter.trace_id
        if dead_letter
        else _trace_of_update(job_id),
        next_at=waiting.due_at if waiting and waiting.state != "queued" else None,
        position=position,
        attempts=[_attempt(run) for run in runs],
        dead_letter=dead_letter,
        can=_can(state, has_open_dead_letter=has_open_dead_letter),
        queue=queue_of_job(arguments),
    )


def _state(running: bool, waiting: str | None, position: int | None, dead: bool, last: str | None) -> str:
    if running:
        return "running"
    if waiting:
        return waiting
    if position:
        return "parked"
    if dead and last != "cancelled":
        return "dead"
    return last or "queued"


def _can(state: str, *, has_open_dead_letter: bool) -> list[str]:
    can = []
    if has_open_dead_letter:
        can += ["retry", "discard"]
    if state in ("scheduled", "retrying"):
        can.append("run_now")
    if state in ("queued", "scheduled", "retrying", "parked", "running"):
        can.append("cancel")
    if not has_open_dead_letter and state in ("done", "dead", "cancelled", "lost"):
        can.append("delete")
    return can


def _name(waiting: Any, dead_letter: DeadLetterRow | None) -> str:
    if waiting is not None:
        return str(waiting.name)
    return dead_letter.job_name if dead_letter is not None else "handle_update"


def _trace_of_update(job_id: str) -> str | None:
    return "u" + job_id.removeprefix("update:") if job_id.startswith("update:") else None


def _attempt(run: Any) -> AttemptDetail:
    return AttemptDetail(
        run_id=run["id"],
        attempt=run["attempt"],
        state=run["state"],
        worker_id=run["worker_id"],
        enqueued_at=run["enqueued_at"],
        started_at=run["started_at"],
        finished_at=run["finished_at"],
        error=redact_values(run["error"]),
        traceback=redact_values(run["traceback"]),
        result=parse_json_column(run["result"]) or {},
        log=parse_json_column(run["log"]) or [],
    )
