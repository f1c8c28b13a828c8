"""Attempt rows: the rows behind `attempts.py`: job runs and dead letters."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import Job, arguments_of
from models.runtime.database import Database
from models.tables.attempt_log import stored_lines
from models.tables.dead_letter import DeadLetter
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
    """A counted attempt: its row, its number, and how many before it ended in an error."""

    run_id: int
    attempt: int
    failures: int


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
    async with database.transaction() as session:
        row = (await session.execute(_BEGIN, values)).one()
    return StartedAttempt(row[0], row[1], row[2])


async def finish_attempt(database: Database, started: StartedAttempt, end: AttemptOutcome) -> None:
    """Write how an attempt ended, with what it logged. Raises LookupError when its row is gone."""
    async with database.transaction() as session:
        await _write(session, started, end)


async def move_to_dead_letters(
    services: Services,
    last_words: OnDeadLetter | None,
    job: Job,
    started: StartedAttempt,
    end: AttemptOutcome,
) -> None:
    """The dead letter, the attempt's end and the kind's own `last_words`, in one transaction.

    When those find that another run has done the job meanwhile, there is no letter.
    """
    async with services.database.transaction() as session:
        await _write(session, started, end)
        facts = {"error": end.error, "traceback": end.traceback, "dead_at": end.at}
        letter = await _letter(session, job, facts | {"attempts": started.attempt})
        if last_words is not None and not await last_words(services, session, job, letter):
            await session.delete(letter)
            await _write(session, started, replace(end, state="done"))


async def _write(session: AsyncSession, started: StartedAttempt, end: AttemptOutcome) -> None:
    values = {"id": started.run_id, "state": end.state, "at": end.at, "error": end.error}
    kept = {"traceback": end.traceback, "result": end.result, "log": stored_lines()}
    if (await session.execute(_END, values | kept)).scalar() is None:
        raise LookupError(f"attempt {started.run_id} has no row")


async def _letter(session: AsyncSession, job: Job, facts: dict[str, Any]) -> DeadLetter:
    """The job's open letter: the one that is there, or a new one."""
    written = (
        insert(DeadLetter)
        .values(
            job_id=job.job_id, job_name=job.name, arguments=arguments_of(job), trace_id=job.trace_id, **facts
        )
        .on_conflict_do_update(index_elements=["job_id"], index_where=text("resolved_at IS NULL"), set_=facts)
        .returning(col(DeadLetter.id))
    )
    letter_id = (await session.execute(written)).scalar_one()
    return (await session.exec(select(DeadLetter).where(DeadLetter.id == letter_id))).one()
