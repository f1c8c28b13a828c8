"""Cancelling: a waiting job becomes a dead letter and its lane continues; a running one is stopped by its worker."""

import datetime as dt
import json
from typing import Any

from models.console import cancelled_jobs
from models.console.dead_letter_notice import enqueue_dead_letter_notice
from models.console.operator_context import CommandResult, OperatorContext
from models.console.pending_jobs import find_pending_job
from models.console.postgres_pool import Connection
from models.console.queue_stats import lane_position
from models.queue import keys
from models.queue.jobs import DeliverMessage, HandleUpdate, Job, SendDigest, job_from


async def cancel_job(context: OperatorContext, job_id: str, now: dt.datetime) -> CommandResult:
    """Cancel a job in any state. Raises QueueError, asyncpg.PostgresError.

    The rows decide (first commit wins, invariant I2), then the queue is updated: after our commit a concurrent run
    has no effect, and a queue entry left behind by a crash finds nothing to do.
    """
    async with context.postgres.connection() as connection:
        job = await _find_job(context, connection, job_id)
    if job is None:
        return CommandResult("nothing", f"{job_id} is neither waiting nor running.")
    if await context.scripts.is_running(job_id):
        return await _stop_running(context, job, now)
    async with context.postgres.transaction() as connection:
        message = await cancelled_jobs.load_update_body(context.lanes, connection, job)
        if not await cancelled_jobs.mark_cancelled(connection, job, message, now):
            return CommandResult("nothing", f"{job_id} finished before it could be cancelled.")
        dead_letter_id = await cancelled_jobs.write_cancelled_dead_letter(connection, job, message, now)
        if isinstance(job, HandleUpdate):
            await enqueue_dead_letter_notice(connection, job, dead_letter_id, now)
    await _remove_from_queue(context, job)
    return CommandResult("done", f"{job_id} is cancelled and kept as a dead letter.")


async def _find_job(context: OperatorContext, connection: Connection, job_id: str) -> Job | None:
    """The job behind an id: from the queue, or, for an update behind its lane's head, from its lane."""
    waiting = await find_pending_job(context.redis, connection, job_id)
    if waiting is not None:
        return _job_or_none(waiting.name, waiting.arguments)
    body = await context.redis.get(keys.JOB + job_id)
    if body is not None:
        entry = json.loads(body)
        return _job_or_none(entry["f"], entry["k"])
    position = await lane_position(context.redis, job_id)
    return None if position is None else HandleUpdate(int(job_id.removeprefix("update:")), position[0])


def _job_or_none(name: str, arguments: dict[str, Any]) -> Job | None:
    try:
        return job_from(name, arguments)
    except (KeyError, TypeError):
        return None


async def _stop_running(context: OperatorContext, job: Job, now: dt.datetime) -> CommandResult:
    """A running job: its worker ends it and writes the dead letter."""
    if isinstance(job, DeliverMessage):
        return CommandResult("refused", "It is being sent and cannot be recalled.")
    notified = await context.scripts.ask_to_cancel(job.job_id)
    if notified == 0:
        return CommandResult("refused", "No worker is listening; the job will run again once a worker is up.")
    if isinstance(job, SendDigest):
        # Its row is locked while it renders: this waits until the worker releases it.
        async with context.postgres.transaction() as connection:
            await cancelled_jobs.mark_cancelled(connection, job, cancelled_jobs.NO_UPDATE_BODY, now)
    return CommandResult("asked", f"The worker was asked to stop {job.job_id}.")


async def _remove_from_queue(context: OperatorContext, job: Job) -> None:
    if await context.scripts.withdraw(job.job_id) == "running":
        # It started in the meantime; it will find nothing to do and advance its lane itself.
        return
    if isinstance(job, HandleUpdate):
        left = await context.scripts.leave_lane(job.update_id, job.lane)
        if left == "head":
            await context.lanes.advance(job.update_id, job.lane)
