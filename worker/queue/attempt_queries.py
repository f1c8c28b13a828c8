"""The rows of attempts: job runs, and the dead letters of jobs that failed for good."""

import datetime as dt
import json
from dataclasses import dataclass, replace

from sqlalchemy import text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import Job, arguments_of
from models.runtime.database import Database
from models.tables.attempt_log import stored_lines
from models.tables.dead_letter import DeadLetter
from models.tables.shared_statements import WRITE_DEAD_LETTER
from worker.queue.arq_worker import Attempt
from worker.queue.retry_policy import OnDeadLetter
from worker.services import Services

# Counts since the job last ended, marks a vanished run as lost, and counts this one before it runs.
_BEGIN = text("""
WITH ended AS (
  SELECT coalesce(max(id), 0) AS id FROM job_run WHERE job_id = :job_id AND state IN ('done', 'dead', 'cancelled')
), past AS (
  SELECT count(*) AS starts, count(*) FILTER (WHERE state = 'retry') AS failures
  FROM job_run, ended WHERE job_id = :job_id AND job_run.id > ended.id
), lost AS (
  UPDATE job_run SET state = 'lost', finished_at = :now, error = 'The worker vanished.'
  WHERE job_id = :job_id AND state = 'running'
)
INSERT INTO job_run (job_id, job_name, arguments, attempt, worker_id, trace_id, state, enqueued_at, started_at)
SELECT :job_id, :job_name, cast(:arguments AS jsonb), past.starts + 1, :worker_id, :trace_id, 'running', :enqueued, :now
FROM past
RETURNING id, attempt, (SELECT failures FROM past)
""")


_END = text("""
UPDATE job_run SET state = :state, finished_at = :at, error = :error, traceback = :traceback,
  result = cast(:result AS jsonb), log = cast(:log AS jsonb)
WHERE id = :id RETURNING id
""")


@dataclass(frozen=True, slots=True)
class StartedAttempt:
    """A counted attempt: its row, its number, and how many before it ended in an error; when it began."""

    run_id: int
    attempt: int
    failures: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """How an attempt ended, and when. `result` is JSON, of an attempt that did its job."""

    state: str
    at: dt.datetime
    error: str | None = None
    traceback: str | None = None
    result: str | None = None


async def start_attempt(database: Database, job: Job, attempt: Attempt, now: dt.datetime) -> StartedAttempt:
    """Count an attempt."""
    values = {
        "job_id": job.job_id,
        "job_name": job.name,
        "arguments": json.dumps(arguments_of(job)),
        "worker_id": attempt.worker_id,
        "trace_id": job.trace_id,
        "enqueued": dt.datetime.fromtimestamp(attempt.enqueued_ms / 1000, dt.UTC),
        "now": now,
    }
    async with database.statement() as session:
        row = (await session.execute(_BEGIN, values)).one()
    return StartedAttempt(row[0], row[1], row[2], now)


async def finish_attempt(database: Database, started: StartedAttempt, end: AttemptOutcome) -> None:
    """Write how an attempt ended, with what it logged. Raises LookupError when its row is gone."""
    async with database.statement() as session:
        await _write(session, started, end)


async def move_to_dead_letters(
    services: Services,
    on_dead_letter: OnDeadLetter | None,
    job: Job,
    started: StartedAttempt,
    end: AttemptOutcome,
) -> None:
    """Write the dead letter and the attempt's end, and run the job's `on_dead_letter`, in one transaction.

    When `on_dead_letter` finds that another run has done the job meanwhile, no dead letter is kept.
    """
    async with services.database.transaction() as session:
        await _write(session, started, end)
        dead_letter = await _write_dead_letter(session, job, started, end)
        if on_dead_letter is not None and not await on_dead_letter(services, session, job, dead_letter):
            await session.delete(dead_letter)
            await _write(session, started, replace(end, state="done"))


async def _write(session: AsyncSession, started: StartedAttempt, end: AttemptOutcome) -> None:
    values = {"id": started.run_id, "state": end.state, "at": end.at, "error": end.error}
    details = {"traceback": end.traceback, "result": end.result, "log": stored_lines()}
    if (await session.execute(_END, values | details)).scalar() is None:
        raise LookupError(f"attempt {started.run_id} has no row")


async def _write_dead_letter(
    session: AsyncSession, job: Job, started: StartedAttempt, end: AttemptOutcome
) -> DeadLetter:
    values = {
        "job_id": job.job_id,
        "job_name": job.name,
        "arguments": json.dumps(arguments_of(job)),
        "payload": None,
        "trace_id": job.trace_id,
        "attempts": started.attempt,
        "error": end.error,
        "traceback": end.traceback,
        "dead_at": end.at,
    }
    dead_letter_id = (await session.execute(text(WRITE_DEAD_LETTER), values)).scalar_one()
    return (await session.exec(select(DeadLetter).where(DeadLetter.id == dead_letter_id))).one()
