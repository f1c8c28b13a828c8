"""Job detail: one job whole: where it is now, every attempt with its traceback, its dead letter."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console import dead_letter_queries
from models.console.dead_letter_queries import DeadLetterRow
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import waiting_job
from models.console.postgres_pool import document
from models.console.queue_kinds import Queue, queue_of
from models.console.queue_stats import place_of_update
from models.console.redaction import without_values

_ATTEMPTS = 100


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """One attempt. `result` says what it did (empty: it did not come to that, or ran before results were kept).

    `log` are its lines with `at` (ISO, UTC), `level`, `event` and fields, the oldest first.
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
    """A job. `state` is where it is now; `next_at` when it may start again; `can` names what may be done to it."""

    job_id: str
    name: str
    state: str
    arguments: dict[str, Any]
    trace_id: str | None
    next_at: dt.datetime | None
    position: int | None
    attempts: list[AttemptFacts]
    letter: DeadLetterRow | None
    can: list[str]
    queue: Queue


async def job_detail(steering: OperatorContext, job_id: str) -> JobDetail | None:
    """One job; None when neither rows nor queue know it. Raises QueueError, asyncpg.PostgresError."""
    async with steering.records.reading() as connection:
        runs = await connection.fetch(
            f"SELECT * FROM job_run WHERE job_id = $1 ORDER BY id DESC LIMIT {_ATTEMPTS}",  # noqa: S608
            job_id,
        )
        letter = await dead_letter_queries.dead_letter_of_job(connection, job_id)
        waiting = await waiting_job(steering.redis, connection, job_id)
    running = await steering.scripts.is_running(job_id)
    lane, position = await place_of_update(steering.redis, job_id) or ("", None)
    if not (runs or waiting or letter or lane):
        return None
    open_letter = letter is not None and letter.resolved_at is None
    last = runs[0]["state"] if runs else None
    state = _state(running, waiting.state if waiting else None, position, open_letter, last)
    source = runs[0] if runs else None
    told = waiting or letter
    arguments = document(source["arguments"]) if source else told.arguments if told else {"lane": lane}
    return JobDetail(
        job_id=job_id,
        name=source["job_name"] if source else _name(waiting, letter),
        state=state,
        arguments=arguments,
        trace_id=source["trace_id"] if source else letter.trace_id if letter else _trace(job_id),
        next_at=waiting.due_at if waiting and waiting.state != "queued" else None,
        position=position,
        attempts=[_attempt(run) for run in runs],
        letter=letter,
        can=_can(state, open_letter=open_letter),
        queue=queue_of(arguments),
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


def _can(state: str, *, open_letter: bool) -> list[str]:
    can = []
    if open_letter:
        can += ["retry", "discard"]
    if state in ("scheduled", "retrying"):
        can.append("run_now")
    if state in ("queued", "scheduled", "retrying", "parked", "running"):
        can.append("cancel")
    if not open_letter and state in ("done", "dead", "cancelled", "lost"):
        can.append("delete")
    return can


def _name(waiting: Any, letter: DeadLetterRow | None) -> str:
    if waiting is not None:
        return str(waiting.name)
    return letter.job_name if letter is not None else "handle_update"


def _trace(job_id: str) -> str | None:
    return "u" + job_id.removeprefix("update:") if job_id.startswith("update:") else None


def _attempt(run: Any) -> AttemptFacts:
    return AttemptFacts(
        run_id=run["id"],
        attempt=run["attempt"],
        state=run["state"],
        worker_id=run["worker_id"],
        enqueued_at=run["enqueued_at"],
        started_at=run["started_at"],
        finished_at=run["finished_at"],
        error=without_values(run["error"]),
        traceback=without_values(run["traceback"]),
        result=document(run["result"]) or {},
        log=document(run["log"]) or [],
    )
