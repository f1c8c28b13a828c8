"""Measures enqueue-to-start latency, drain rate and idle CPU time of the product's queue worker and of plain arq."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from arq.connections import RedisSettings, create_pool
from redis.asyncio import Redis

from models.queue.connection import connect_queue
from models.queue.jobs import Job
from models.queue.producer import Producer
from ops.bench.measurements import Figure, percentile
from ops.bench.processes import Program, cpu_seconds, running_program
from ops.bench.run_sizes import Sizes
from ops.bench.workers import DONE, JOB_NAME
from ops.stores import Valkey

ROUNDS = 2
_GAP_SECONDS = 0.2
_PATIENCE_SECONDS = 120
Enqueue = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class PauseJob(Job):
    """The measured job, in the form that the product's producer accepts."""

    name: ClassVar[str] = JOB_NAME
    sent_ns: int

    @property
    def job_id(self) -> str:
        """The time of sending, so that no job counts as a duplicate of another."""
        return f"pause:{self.sent_ns}"

    @property
    def trace_id(self) -> str:
        """A fixed id, as no update causes the job."""
        return "bench"


@dataclass
class WorkerMeasurements:
    """The measurements of one worker over all rounds."""

    latencies_ms: list[float] = field(default_factory=list)
    drains: list[float] = field(default_factory=list)
    idle_cpu: float = 0.0


def measure_queue(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `queue`; the two workers are measured in alternation."""
    measurements = {"ours": WorkerMeasurements(), "arq": WorkerMeasurements()}
    for round_number in range(ROUNDS):
        for name, tally in measurements.items():
            with running_program(folder, ["ops.bench.workers", name], REDIS_URL=valkey.url) as program:
                asyncio.run(_round(name, valkey, sizes, tally))
                if round_number == ROUNDS - 1:
                    tally.idle_cpu = idle_cpu(program, valkey, sizes.idle_seconds)
    yield from _figures(measurements["ours"], measurements["arq"], sizes)


def idle_cpu(program: Program, valkey: Valkey, seconds: float) -> float:
    """CPU seconds per 30 s that an idle worker and the queue's server use, measured over `seconds`."""
    before = program.cpu_seconds + cpu_seconds(valkey.server.pid)
    time.sleep(seconds)
    return (program.cpu_seconds + cpu_seconds(valkey.server.pid) - before) * 30 / seconds


async def _round(name: str, valkey: Valkey, sizes: Sizes, tally: WorkerMeasurements) -> None:
    async with AsyncExitStack() as stack:
        redis = await stack.enter_async_context(Redis.from_url(valkey.url))
        await redis.flushall()
        enqueue = await _enqueuer(name, valkey.url, stack)
        await enqueue()
        await _finished(redis, 1)
        tally.latencies_ms += await _latencies(redis, enqueue, sizes.latency_jobs // ROUNDS)
        tally.drains.append(await _drain(redis, enqueue, sizes.drain_jobs))


async def _enqueuer(name: str, redis_url: str, stack: AsyncExitStack) -> Enqueue:
    if name == "arq":
        pool = await stack.enter_async_context(await create_pool(RedisSettings.from_dsn(redis_url)))
        return lambda: pool.enqueue_job(JOB_NAME, time.monotonic_ns())
    producer = Producer(await stack.enter_async_context(connect_queue(redis_url)))
    return lambda: producer.enqueue(PauseJob(time.monotonic_ns()))


async def _latencies(redis: "Redis", enqueue: Enqueue, count: int) -> list[float]:
    """Milliseconds from the enqueue call to the start of the job, at random intervals."""
    dice = random.Random(count)
    for _ in range(count):
        await enqueue()
        await asyncio.sleep(dice.uniform(0, _GAP_SECONDS))
    return [(started - sent) / 1e6 for sent, started, _ in await _finished(redis, count)]


async def _drain(redis: "Redis", enqueue: Enqueue, count: int) -> float:
    """Jobs per second of a backlog, from the first job's start to the last one's end."""
    await asyncio.gather(*(enqueue() for _ in range(count)))
    jobs = await _finished(redis, count)
    return count / ((max(end for _, _, end in jobs) - min(start for _, start, _ in jobs)) / 1e9)


async def _finished(redis: "Redis", count: int) -> list[tuple[int, int, int]]:
    """Remove and return the notes of `count` finished jobs. Raises TimeoutError when they do not come."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while await redis.llen(DONE) < count:  # type: ignore[misc]  # noqa: ASYNC110 - another process counts
            await asyncio.sleep(0.05)
    found = await redis.lpop(DONE, count)  # type: ignore[misc]
    return [(int(sent), int(start), int(end)) for sent, start, end in (note.split() for note in found)]


def _figures(ours: WorkerMeasurements, arq: WorkerMeasurements, sizes: Sizes) -> Iterator[Figure]:
    note = f"{len(ours.latencies_ms)} jobs at random moments"
    for percent, most in ((50, 5), (99, 15)):
        mine, theirs = (percentile(tally.latencies_ms, percent) for tally in (ours, arq))
        yield Figure("queue", f"ours: enqueue to start p{percent}", mine, "ms", at_most=most, note=note)
        yield Figure("queue", f"arq: enqueue to start p{percent}", theirs, "ms", note=note)
    mine, theirs = (sum(tally.drains) / len(tally.drains) for tally in (ours, arq))
    note = f"{sizes.drain_jobs} jobs of 50 ms, mean of {ROUNDS} rounds"
    yield Figure("queue", "ours: drain", mine, "jobs/s", note=note)
    yield Figure("queue", "arq: drain", theirs, "jobs/s", note=note)
    yield Figure("queue", "ours / arq: drain", mine / theirs, "ratio", at_least=4)
    note = f"worker and server, in 30 s, from {sizes.idle_seconds:g} s"
    yield Figure("queue", "ours: idle CPU", ours.idle_cpu, "s", at_most=0.2, note=note)
    yield Figure("queue", "arq: idle CPU", arq.idle_cpu, "s", note=note)
