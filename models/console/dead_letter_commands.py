"""Retrying dead letters (an update returns to its position in its lane) and discarding them."""

import datetime as dt
import json
from typing import Any

from models.console import dead_letter_queries
from models.console.operator_context import CANCELLED, CommandResult, OperatorContext
from models.console.postgres_pool import Connection, Row, parse_json_column
from models.queue.jobs import DeliverMessage, HandleUpdate, SendDigest, job_from
from models.queue.update_payload import kept_payload

# The most that one command retries, so that no page takes minutes.
RETRY_BATCH = 500


class _CannotRetryError(Exception):
    """Rolls back the transaction; the text is shown to the operator."""


async def retry_dead_letter(context: OperatorContext, dead_letter_id: int, now: dt.datetime) -> CommandResult:
    """Retry one dead letter. Raises QueueError, asyncpg.PostgresError; then nothing has changed.

    The job is enqueued before the commit: a crash in between leaves the dead letter open and a job without effect.
    The reverse order could leave an update that is neither queued nor a dead letter. A worker that starts before
    our commit waits for the row's lock.
    """
    try:
        async with context.postgres.transaction() as connection:
            dead_letter = await _lock_open(connection, dead_letter_id)
            if dead_letter is None:
                return CommandResult("nothing", "This dead letter is already resolved.")
            if not await _requeue_job(context, connection, dead_letter, now):
                await _resolve(connection, dead_letter_id, "discarded", "It had already been handled.", now)
                return CommandResult("nothing", "It had already been handled; the dead letter is closed.")
            await _resolve(connection, dead_letter_id, "retried", None, now)
    except _CannotRetryError as why:
        return CommandResult("refused", str(why))
    return CommandResult("done", f"{dead_letter['job_id']} is queued again.")


async def retry_dead_job(context: OperatorContext, job_id: str, now: dt.datetime) -> CommandResult:
    """Retry a job's open dead letter."""
    async with context.postgres.connection() as connection:
        dead_letter = await dead_letter_queries.dead_letter_of_job(connection, job_id)
    if dead_letter is None or dead_letter.resolved_at is not None:
        return CommandResult("nothing", f"{job_id} has no open dead letter: there is nothing to retry.")
    return await retry_dead_letter(context, dead_letter.id, now)


async def retry_dead_letter_kind(
    context: OperatorContext, job_name: str, error_kind: str, now: dt.datetime
) -> tuple[int, int]:
    """Retry the open dead letters of a kind in the order of their updates; how many were queued and how many not.

    At most 500. An empty `error_kind` means all of the job's.
    """
    async with context.postgres.connection() as connection:
        ids = await dead_letter_queries.open_dead_letter_ids(connection, job_name, error_kind, RETRY_BATCH)
    queued = [
        (await retry_dead_letter(context, dead_letter_id, now)).outcome == "done" for dead_letter_id in ids
    ]
    return sum(queued), len(queued) - sum(queued)


async def discard_dead_letter(
    context: OperatorContext, dead_letter_id: int, reason: str, now: dt.datetime
) -> CommandResult:
    """Close a dead letter for good, with the operator's reason (not empty)."""
    if not reason.strip():
        return CommandResult("refused", "Give a reason for discarding it.")
    async with context.postgres.transaction() as connection:
        if await _lock_open(connection, dead_letter_id) is None:
            return CommandResult("nothing", "This dead letter is already resolved.")
        await _resolve(connection, dead_letter_id, "discarded", reason.strip()[:500], now)
    return CommandResult("done", "Discarded.")


async def discard_dead_letter_kind(
    context: OperatorContext, job_name: str, error_kind: str, reason: str, now: dt.datetime
) -> CommandResult:
    """Close up to 500 open dead letters of a kind for good, all with the same reason (not empty)."""
    if not reason.strip():
        return CommandResult("refused", "Give a reason for discarding them.")
    async with context.postgres.connection() as connection:
        ids = await dead_letter_queries.open_dead_letter_ids(connection, job_name, error_kind, RETRY_BATCH)
    results = [await discard_dead_letter(context, each, reason, now) for each in ids]
    count = sum(result.outcome == "done" for result in results)
    return CommandResult("done" if count else "nothing", f"{count} discarded.")


async def _lock_open(connection: Connection, dead_letter_id: int) -> Row | None:
    return await connection.fetchrow(
        "SELECT id, job_id, job_name, arguments, payload, error FROM dead_letter "
        "WHERE id = $1 AND resolved_at IS NULL FOR UPDATE",
        dead_letter_id,
    )


async def _resolve(
    connection: Connection, dead_letter_id: int, resolution: str, reason: str | None, now: dt.datetime
) -> None:
    await connection.execute(
        "UPDATE dead_letter SET resolved_at = $2, resolution = $3, reason = $4 WHERE id = $1",
        dead_letter_id,
        now,
        resolution,
        reason,
    )


async def _requeue_job(
    context: OperatorContext, connection: Connection, dead_letter: Row, now: dt.datetime
) -> bool:
    """Reset the rows that were marked as failed and enqueue the job; False when it has already taken effect."""
    arguments: dict[str, Any] = parse_json_column(dead_letter["arguments"])
    try:
        job = job_from(dead_letter["job_name"], arguments)
    except (KeyError, TypeError) as error:
        raise _CannotRetryError("This version no longer knows this job.") from error
    if isinstance(job, HandleUpdate):
        return await _requeue_update(context, connection, dead_letter, job)
    if isinstance(job, DeliverMessage):
        await _requeue_delivery(connection, job, now)
    if isinstance(job, SendDigest):
        await _requeue_digest(connection, job)
    await context.producer.enqueue(job)
    return True


async def _requeue_update(
    context: OperatorContext, connection: Connection, dead_letter: Row, job: HandleUpdate
) -> bool:
    payload = parse_json_column(dead_letter["payload"])
    if payload is None:
        kept = await context.lanes.payload(job.update_id)
        if kept is None:
            raise _CannotRetryError("Its update is no longer stored, so it cannot be retried.")
        payload = kept_payload(kept[0])
    body = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    row = await connection.fetchrow(
        "SELECT outcome FROM inbound_update WHERE update_id = $1 FOR UPDATE", job.update_id
    )
    if row is not None and row["outcome"] not in (None, "dead"):
        return False
    await connection.execute(
        "UPDATE inbound_update SET handled_at = NULL, outcome = NULL, payload = $2 WHERE update_id = $1",
        job.update_id,
        None if isinstance(payload, str) else body,
    )
    await context.lanes.requeue_dead_letter(job.update_id, job.lane, body.encode())
    return True


async def _requeue_delivery(connection: Connection, job: DeliverMessage, now: dt.datetime) -> None:
    """A message that certainly did not arrive becomes pending again; one that may have arrived stays "unknown" (I6)."""
    await connection.execute(
        """
        UPDATE outbound_message SET state = 'pending', attempts = 0, error = NULL, available_at = $2
        WHERE id = $1 AND state = 'failed'
        """,
        job.outbound_id,
        now,
    )


async def _requeue_digest(connection: Connection, job: SendDigest) -> None:
    await connection.execute(
        """
        UPDATE schedule_run SET state = 'enqueued', reason = NULL
        WHERE schedule_id = $1 AND local_on = $2 AND state = 'skipped' AND reason = $3
        """,
        job.schedule_id,
        job.day,
        CANCELLED,
    )
