"""Retry: a dead letter is sent again (an update to its place in its chat's order), or put away for good."""

import datetime as dt
import json
from typing import Any

from models.console import dead_letter_queries
from models.console.operator_context import CANCELLED, CommandResult, OperatorContext
from models.console.postgres_pool import Connection, Row, document
from models.queue.jobs import DeliverMessage, HandleUpdate, SendDigest, job_from
from models.queue.update_payload import kept_payload

# One click sends this many at most, so that no page waits for minutes.
MANY = 500


class _Impossible(Exception):  # noqa: N818 - says that a letter cannot go again
    """Rolls the transaction back; the text is for the operator."""


async def retry_dead_letter(steering: OperatorContext, letter_id: int, now: dt.datetime) -> CommandResult:
    """Send one dead letter again. Raises QueueError, asyncpg.PostgresError; then nothing has changed.

    The queue is told before the commit: a crash in between leaves the letter open and its job without effect.
    The other way round it would leave a message that is neither dead nor queued. A worker that is faster than
    our commit waits for the row's lock.
    """
    try:
        async with steering.records.changing() as connection:
            letter = await _locked(connection, letter_id)
            if letter is None:
                return CommandResult("nothing", "This dead letter is already resolved.")
            if not await _send_again(steering, connection, letter, now):
                await _resolve(connection, letter_id, "discarded", "It had been handled already.", now)
                return CommandResult("nothing", "It had been handled already; the letter is put away.")
            await _resolve(connection, letter_id, "retried", None, now)
    except _Impossible as why:
        return CommandResult("refused", str(why))
    return CommandResult("done", f"{letter['job_id']} is queued again.")


async def retry_job(steering: OperatorContext, job_id: str, now: dt.datetime) -> CommandResult:
    """Send a job's open dead letter again."""
    async with steering.records.reading() as connection:
        letter = await dead_letter_queries.dead_letter_of_job(connection, job_id)
    if letter is None or letter.resolved_at is not None:
        return CommandResult("nothing", f"{job_id} is not dead: there is nothing to retry.")
    return await retry_dead_letter(steering, letter.id, now)


async def retry_kind(
    steering: OperatorContext, job_name: str, error_kind: str, now: dt.datetime
) -> tuple[int, int]:
    """Send all open letters of a kind again, in the order their updates came; how many went and did not.

    At most 500 at once. `error_kind` empty: all of the job.
    """
    async with steering.records.reading() as connection:
        ids = await dead_letter_queries.open_ids(connection, job_name, error_kind, MANY)
    sent = [(await retry_dead_letter(steering, letter_id, now)).outcome == "done" for letter_id in ids]
    return sum(sent), len(sent) - sum(sent)


async def discard_dead_letter(
    steering: OperatorContext, letter_id: int, reason: str, now: dt.datetime
) -> CommandResult:
    """Put a letter away for good, with the operator's reason (not empty)."""
    if not reason.strip():
        return CommandResult("refused", "Say why it is discarded.")
    async with steering.records.changing() as connection:
        if await _locked(connection, letter_id) is None:
            return CommandResult("nothing", "This dead letter is already resolved.")
        await _resolve(connection, letter_id, "discarded", reason.strip()[:500], now)
    return CommandResult("done", "Discarded.")


async def _locked(connection: Connection, letter_id: int) -> Row | None:
    return await connection.fetchrow(
        "SELECT id, job_id, job_name, arguments, payload, error FROM dead_letter "
        "WHERE id = $1 AND resolved_at IS NULL FOR UPDATE",
        letter_id,
    )


async def _resolve(
    connection: Connection, letter_id: int, resolution: str, reason: str | None, now: dt.datetime
) -> None:
    await connection.execute(
        "UPDATE dead_letter SET resolved_at = $2, resolution = $3, reason = $4 WHERE id = $1",
        letter_id,
        now,
        resolution,
        reason,
    )


async def _send_again(
    steering: OperatorContext, connection: Connection, letter: Row, now: dt.datetime
) -> bool:
    """Undo what the burial stamped, and queue the job; False when its effect is there already."""
    arguments: dict[str, Any] = document(letter["arguments"])
    try:
        job = job_from(letter["job_name"], arguments)
    except (KeyError, TypeError) as error:
        raise _Impossible("This version does not know such a job any more.") from error
    if isinstance(job, HandleUpdate):
        return await _update_again(steering, connection, letter, job)
    if isinstance(job, DeliverMessage):
        await _owe_again(connection, job, now)
    if isinstance(job, SendDigest):
        await _due_again(connection, job)
    await steering.producer.enqueue(job)
    return True


async def _update_again(
    steering: OperatorContext, connection: Connection, letter: Row, job: HandleUpdate
) -> bool:
    payload = document(letter["payload"])
    if payload is None:
        kept = await steering.lanes.payload(job.update_id)
        if kept is None:
            raise _Impossible("Its message is no longer kept, so it cannot be handled again.")
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
    await steering.lanes.requeue(job.update_id, job.lane, body.encode())
    return True


async def _owe_again(connection: Connection, job: DeliverMessage, now: dt.datetime) -> None:
    """A message that surely did not arrive is owed again; one that may have arrived stays "unknown" (I6)."""
    await connection.execute(
        """
        UPDATE outbound_message SET state = 'pending', attempts = 0, error = NULL, available_at = $2
        WHERE id = $1 AND state = 'failed'
        """,
        job.outbound_id,
        now,
    )


async def _due_again(connection: Connection, job: SendDigest) -> None:
    await connection.execute(
        """
        UPDATE schedule_run SET state = 'enqueued', reason = NULL
        WHERE schedule_id = $1 AND local_on = $2 AND state = 'skipped' AND reason = $3
        """,
        job.schedule_id,
        job.day,
        CANCELLED,
    )
