"""The least that a message costs: one job of the queue, one insert, one message to Telegram, with the product's libraries.

`python -m ops.bench.floor` runs the worker that does it; what a real message costs is compared with it.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from redis.asyncio import Redis
from sqlalchemy import text

from models.queue.connection import connect_queue
from models.queue.jobs import Job
from models.queue.producer import Producer
from models.runtime.database import Database
from models.runtime.settings import read_settings
from worker.queue.arq_worker import ArqWorker, Attempt
from worker.telegram.client import TelegramClient

JOB_NAME = "floor"
TABLE = "CREATE TABLE bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text NOT NULL)"
_INSERT = text("INSERT INTO bench_floor (said) VALUES (:said)")
_DONE = "bench:floor"
_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class FloorJob(Job):
    """The job, in the form that the product's producer accepts."""

    name: ClassVar[str] = JOB_NAME
    sent_ns: int
    chat: int

    @property
    def job_id(self) -> str:
        """The time of sending, so that no job counts as a duplicate of another."""
        return f"floor:{self.sent_ns}"

    @property
    def trace_id(self) -> str:
        """A fixed id, as no update causes the job."""
        return "bench"


@asynccontextmanager
async def floor_queue(redis_url: str) -> AsyncIterator["FloorQueue"]:
    """The queue of the running floor worker."""
    async with connect_queue(redis_url) as queue, Redis.from_url(redis_url) as done:
        yield FloorQueue(Producer(queue), done)


@dataclass(frozen=True, slots=True)
class FloorQueue:
    """Enqueues jobs of the floor and waits for them."""

    producer: Producer
    done: "Redis"

    async def run_one(self, chat: int) -> float:
        """Milliseconds from enqueuing a job until its message is sent."""
        began = time.perf_counter()
        await self.producer.enqueue(FloorJob(time.monotonic_ns(), chat))
        if await self.done.blpop([_DONE], timeout=_PATIENCE_SECONDS) is None:  # type: ignore[misc]
            raise TimeoutError(f"no job of the floor ended within {_PATIENCE_SECONDS} s")
        return (time.perf_counter() - began) * 1000


def run_floor() -> None:
    """Run the worker in the foreground, configured by the environment as the product's."""
    chosen = read_settings()
    database, done = Database(chosen.database_url, size=1), Redis.from_url(chosen.redis_url)
    telegram = TelegramClient(chosen)

    async def run_job(_: str, arguments: dict[str, Any], __: Attempt) -> None:
        async with database.transaction() as session:
            await session.execute(_INSERT, {"said": f"Job {arguments['sent_ns']}"})
        await telegram.call(
            "sendMessage", {"chat_id": arguments["chat"], "text": f"Job {arguments['sent_ns']}"}
        )
        await done.rpush(_DONE, 1)

    ArqWorker(chosen.redis_url, [JOB_NAME], run_job, worker_id="floor", max_jobs=10, grace_seconds=1).run()


if __name__ == "__main__":
    os.environ.setdefault("ENVIRONMENT", "production")
    # arq 0.28 asks for the thread's loop and expects one to be there.
    asyncio.set_event_loop(asyncio.new_event_loop())
    run_floor()
