"""Cancel: a waiting job becomes a dead letter and its chat goes on; a running one is stopped by its worker."""

import datetime as dt
import json
from typing import Any

from models.console import cancelled_jobs
from models.console.dead_letter_notice import enqueue_dead_letter_notice
from models.console.operator_context import CommandResult, OperatorContext
from models.console.pending_jobs import waiting_job
from models.console.postgres_pool import Connection
from models.console.queue_stats import place_of_update
from models.queue import keys
from models.queue.jobs import DeliverMessage, HandleUpdate, Job, SendDigest, job_from


async def cancel_job(steering: OperatorContext, job_id: str, now: dt.datetime) -> CommandResult:
    """Cancel a job, wherever it is. Raises QueueError, asyncpg.PostgresError.

    The rows decide (first commit wins, I2), the queue follows: after our commit a run that was faster has no
    effect, and what a crash leaves in the queue only finds that nothing is to be done.
    """
    async with steering.records.reading() as connection:
        job = await _find(steering, connection, job_id)
    if job is None:
        return CommandResult("nothing", f"{job_id} neither waits nor runs.")
    if await steering.scripts.is_running(job_id):
        return await _stop(steering, job, now)
    async with steering.records.changing() as connection:
        message = await cancelled_jobs.kept_message(steering.lanes, connection, job)
        if not await cancelled_jobs.stamp(connection, job, message, now):
            return CommandResult("nothing", f"{job_id} had its effect before it could be cancelled.")
        letter_id = await cancelled_jobs.write_dead_letter(connection, job, message, now)
        if isinstance(job, HandleUpdate):
            await enqueue_dead_letter_notice(connection, job, letter_id, now)
    await _take_out(steering, job)
    return CommandResult("done", f"{job_id} is cancelled. It is kept among the dead letters.")


async def _find(steering: OperatorContext, connection: Connection, job_id: str) -> Job | None:
    """The job behind an id: from the queue, or, for an update behind its lane's head, from its lane."""
    waiting = await waiting_job(steering.redis, connection, job_id)
    if waiting is not None:
        return _known(waiting.name, waiting.arguments)
    body = await steering.redis.get(keys.JOB + job_id)
    if body is not None:
        told = json.loads(body)
        return _known(told["f"], told["k"])
    place = await place_of_update(steering.redis, job_id)
    return None if place is None else HandleUpdate(int(job_id.removeprefix("update:")), place[0])


def _known(name: str, arguments: dict[str, Any]) -> Job | None:
    try:
        return job_from(name, arguments)
    except (KeyError, TypeError):
        return None


async def _stop(steering: OperatorContext, job: Job, now: dt.datetime) -> CommandResult:
    """A running job: its worker ends it and writes the dead letter."""
    if isinstance(job, DeliverMessage):
        return CommandResult("refused", "It is being sent: a message on its way cannot be called back.")
    heard = await steering.scripts.ask_to_cancel(job.job_id)
    if heard == 0:
        return CommandResult("refused", "No worker is listening; it will run again when one is there.")
    if isinstance(job, SendDigest):
        # Its row is locked while it renders: this waits until the worker has let go.
        async with steering.records.changing() as connection:
            await cancelled_jobs.stamp(connection, job, cancelled_jobs.NO_MESSAGE, now)
    return CommandResult("asked", f"The worker was asked to stop {job.job_id}.")


async def _take_out(steering: OperatorContext, job: Job) -> None:
    if await steering.scripts.withdraw(job.job_id) == "running":
        # It started meanwhile; it will find that nothing is to be done, and move its lane itself.
        return
    if isinstance(job, HandleUpdate):
        left = await steering.scripts.leave_lane(job.update_id, job.lane)
        if left == "head":
            await steering.lanes.advance(job.update_id, job.lane)
