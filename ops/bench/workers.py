"""Runs the product's queue worker or arq's own with a job of 50 ms; `python -m ops.bench.workers ours|arq` runs one."""

import asyncio
import os
import sys
import time
from typing import Any

from arq.connections import RedisSettings
from arq.worker import Worker, func
from redis.asyncio import Redis

from worker.queue.arq_worker import ArqWorker, Attempt

JOB_NAME = "pause"
JOB_SECONDS = 0.05
# One text per finished job: when it was sent, started and ended, in nanoseconds of the machine's monotonic clock.
DONE = "bench:done"


async def run_pause(redis: "Redis", sent_ns: int) -> None:
    """The job: 50 ms of waiting, as for a vendor's answer."""
    started_ns = time.monotonic_ns()
    await asyncio.sleep(JOB_SECONDS)
    await redis.rpush(DONE, f"{sent_ns} {started_ns} {time.monotonic_ns()}")  # type: ignore[misc]


def run_ours(redis_url: str) -> None:
    """Run the product's queue worker with its default of ten jobs at once."""
    redis = Redis.from_url(redis_url)

    async def run_job(_: str, arguments: dict[str, Any], __: Attempt) -> None:
        await run_pause(redis, arguments["sent_ns"])

    worker = ArqWorker(redis_url, [JOB_NAME], run_job, worker_id="bench", max_jobs=10, grace_seconds=1)
    worker.run()


def run_arq(redis_url: str) -> None:
    """Run arq's worker as its documentation does, with every setting at its default (ten jobs at once too)."""
    redis = Redis.from_url(redis_url)

    async def job(_: dict[Any, Any], sent_ns: int) -> None:
        await run_pause(redis, sent_ns)

    # arq types a job as any arguments, which no job with named ones is.
    named = func(job, name=JOB_NAME)  # type: ignore[arg-type]
    Worker(functions=[named], redis_settings=RedisSettings.from_dsn(redis_url)).run()


WORKERS = {"ours": run_ours, "arq": run_arq}

if __name__ == "__main__":
    # arq 0.28 asks for the thread's loop and expects one to be there.
    asyncio.set_event_loop(asyncio.new_event_loop())
    WORKERS[sys.argv[1]](os.environ["REDIS_URL"])
