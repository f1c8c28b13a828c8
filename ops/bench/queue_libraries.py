"""The same handler under this product's queue, plain arq, SAQ and streaq, each with its defaults.

`python -m ops.bench.queue_libraries NAME` runs one worker. The handler waits up to 20 ms, as for a vendor's answer, and writes one
row. A library writes it as its documentation does; the product writes it with the mark of its update, in one statement.

SAQ and streaq are no part of the development environment: `.venv/bin/pip install --group comparison` adds them (pip 25.1).
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from arq.connections import RedisSettings, create_pool
from arq.worker import Worker as PlainArq
from arq.worker import func
from redis.asyncio import Redis

from models.queue.connection import connect_queue
from models.queue.lanes import Lanes
from worker.queue.arq_worker import ArqWorker, Attempt

TABLES = """
CREATE TABLE bench_effect (id bigserial PRIMARY KEY, chat int NOT NULL, number int NOT NULL,
                           at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE bench_handled (update_id bigint PRIMARY KEY)
"""
_EFFECT = "INSERT INTO bench_effect (chat, number) VALUES ($1, $2)"
_EFFECT_ONCE = """
WITH mark AS (INSERT INTO bench_handled VALUES ($3) ON CONFLICT DO NOTHING RETURNING 1)
INSERT INTO bench_effect (chat, number) SELECT $1::int, $2::int FROM mark
"""
_LONGEST_SECONDS = 0.02
# An update's id says its chat and number.
NUMBERS = 100_000
Enqueue = Callable[[int, int], Awaitable[object]]


class Effects:
    """What the handlers did: rows of a table."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    async def write(self, statement: str, *values: int) -> None:
        """The handler: wait as for a vendor, then write the row."""
        await asyncio.sleep(random.uniform(0, _LONGEST_SECONDS))
        async with self._opening:
            self._pool = self._pool or await asyncpg.create_pool(self._url, min_size=1, max_size=10)
        await self._pool.execute(statement, *values)


def run_ours(redis_url: str, effects: Effects) -> None:
    """The product's worker and lanes: one job of a chat at a time, a lease of 15 s, one statement for mark and effect."""
    lanes = Lanes(connect_queue(redis_url))

    async def run_job(_: str, arguments: dict[str, Any], __: Attempt) -> None:
        update_id = int(arguments["update_id"])
        await effects.write(_EFFECT_ONCE, *divmod(update_id, NUMBERS), update_id)
        await lanes.advance(update_id, arguments["lane"])

    ArqWorker(redis_url, ["handle_update"], run_job, worker_id="bench", max_jobs=10, grace_seconds=1).run()


def run_arq(redis_url: str, effects: Effects) -> None:
    """arq as its documentation shows it."""

    async def handle(_: dict[Any, Any], chat: int, number: int) -> None:
        await effects.write(_EFFECT, chat, number)

    named = func(handle, name="handle")  # type: ignore[arg-type]
    PlainArq(functions=[named], redis_settings=RedisSettings.from_dsn(redis_url)).run()


def run_saq(redis_url: str, effects: Effects) -> None:
    """SAQ as its documentation shows it."""
    from saq import Queue, Worker  # installed for the comparison alone

    async def handle(_: Any, *, chat: int, number: int) -> None:
        await effects.write(_EFFECT, chat, number)

    async def work() -> None:
        await Worker(Queue.from_url(redis_url), functions=[("handle", handle)]).start()

    asyncio.run(work())


def run_streaq(redis_url: str, effects: Effects) -> None:
    """streaq as its documentation shows it."""
    worker = _streaq(redis_url, effects)[0]
    worker.run_sync()


def _streaq(redis_url: str, effects: Effects | None) -> tuple[Any, Any]:
    from streaq import Worker

    worker: Any = Worker(redis_url=redis_url)

    async def handle(chat: int, number: int) -> None:
        assert effects is not None
        await effects.write(_EFFECT, chat, number)

    return worker, worker.task(name="handle")(handle)


LIBRARIES = {"ours": run_ours, "arq": run_arq, "saq": run_saq, "streaq": run_streaq}


@asynccontextmanager
async def enqueuing(name: str, redis_url: str) -> AsyncIterator[Enqueue]:
    """What enqueues one job (its chat and number) of a library."""
    if name == "ours":
        async with connect_queue(redis_url) as redis:
            yield _taking_in(redis)
    elif name == "arq":
        pool = await create_pool(RedisSettings.from_dsn(redis_url))
        yield lambda chat, number: pool.enqueue_job("handle", chat, number)
        await pool.aclose()
    elif name == "saq":
        from saq import Queue

        queue = Queue.from_url(redis_url)
        yield lambda chat, number: queue.enqueue("handle", chat=chat, number=number)
        await queue.disconnect()
    else:
        worker, task = _streaq(redis_url, None)
        async with worker:
            yield lambda chat, number: _awaited(task.enqueue(chat, number))


def _taking_in(redis: "Redis") -> Enqueue:
    lanes = Lanes(redis)

    async def take_in(chat: int, number: int) -> None:
        await lanes.take_in(chat * NUMBERS + number, f"chat:{chat}", b"{}")

    return take_in


async def _awaited(task: Any) -> None:
    await task


if __name__ == "__main__":
    # arq 0.28 asks for the thread's loop and expects one to be there.
    asyncio.set_event_loop(asyncio.new_event_loop())
    LIBRARIES[sys.argv[1]](os.environ["REDIS_URL"], Effects(os.environ["DATABASE_URL"]))
