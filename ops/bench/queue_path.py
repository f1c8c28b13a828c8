"""Queue path: from enqueueing to the job's start, and how fast a heap of jobs is worked off, ours and plain arq's."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from arq import create_pool
from arq.connections import RedisSettings
from redis.asyncio import Redis

from models.queue import keys
from models.queue.lanes import job_payload, script
from ops.bench.processes import Program, environment, running
from ops.bench.table import Row, at_least, at_most
from ops.bench.workers.starts import LIST
from ops.stores import Valkey

Enqueue = Callable[[int], Awaitable[object]]
OURS, PLAIN = "ops.bench.workers.ours", "ops.bench.workers.plain_arq"


async def measure(folder: Path, *, singles: int, heap: int) -> list[Row]:
    """The table's rows: `singles` jobs one after another, then `heap` jobs at once, for each worker in turn."""
    waits: dict[str, list[float]] = {}
    rates: dict[str, float] = {}
    for module in (PLAIN, OURS):
        valkey = Valkey(folder / module, memory_mb=256)
        valkey.start()
        try:
            waits[module], rates[module] = await _of(module, valkey, folder, singles, heap)
        finally:
            valkey.stop()
    ours, plain = waits[OURS], waits[PLAIN]
    return [
        Row(
            "queue",
            "plain arq: enqueue to start",
            f"p50 {_at(plain, 0.5):.1f}, p99 {_at(plain, 0.99):.1f} ms",
        ),
        Row("queue", "plain arq: jobs a second", f"{rates[PLAIN]:.0f}"),
        Row("queue", "ours: jobs a second", f"{rates[OURS]:.0f}"),
        at_most("queue", "ours: enqueue to start, p50", _at(ours, 0.5), 5, " ms"),
        at_most("queue", "ours: enqueue to start, p99", _at(ours, 0.99), 15, " ms"),
        at_least("queue", "ours / plain arq's jobs a second", rates[OURS] / rates[PLAIN], 4),
    ]


async def _of(
    module: str, valkey: Valkey, folder: Path, singles: int, heap: int
) -> tuple[list[float], float]:
    redis = Redis.from_url(valkey.url)
    enqueue = await _ours(redis) if module == OURS else await _plain(valkey)
    program = Program(module, folder, environment(valkey))
    with running(program):
        await enqueue(-1)
        await _until(redis, 1)
        await redis.delete(LIST)
        for number in range(singles):
            await enqueue(number)
            await _until(redis, number + 1)
            # Apart from each other as messages are, and never in step with anybody's poll.
            await asyncio.sleep(0.05 + 0.013 * (number % 7))
        waits = [1000 * float(wait) for wait in await redis.lrange(LIST, 0, -1)]  # type: ignore[misc]
        await redis.delete(LIST)
        began = time.perf_counter()
        for number in range(heap):
            await enqueue(10_000 + number)
        await _until(redis, heap)
        rate = heap / (time.perf_counter() - began)
    await redis.aclose()
    return sorted(waits), rate


async def _ours(redis: "Redis") -> Enqueue:
    put = redis.register_script(script("enqueue"))

    async def enqueue(number: int) -> object:
        job_id, now = f"bench:{number}", time.time()
        payload = job_payload("handle", {"sent_at": now})
        return await put(
            keys=[keys.QUEUE, keys.JOB + job_id], args=[job_id, payload, keys.JOB_TTL_MS, int(now * 1000)]
        )

    return enqueue


async def _plain(valkey: Valkey) -> Enqueue:
    pool = await create_pool(RedisSettings.from_dsn(valkey.url))

    async def enqueue(number: int) -> object:
        return await pool.enqueue_job("handle", time.time(), _job_id=f"bench:{number}")

    return enqueue


async def _until(redis: "Redis", count: int) -> None:
    deadline = time.monotonic() + 120
    while await redis.llen(LIST) < count:  # type: ignore[misc]
        if time.monotonic() > deadline:
            raise TimeoutError(f"{count} jobs were not done in 120 s")
        await asyncio.sleep(0.005)


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]
