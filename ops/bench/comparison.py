"""Compares queues: jobs per second, and what is lost, doubled or out of order when the worker is killed three times.

`python -m ops.bench.comparison [NAME...]` starts its own servers; each library takes about two and a half minutes.
"""

import asyncio
import sys
from collections import Counter
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from redis.asyncio import Redis

from ops.bench.processes import Program, running_program
from ops.bench.queue_libraries import LIBRARIES, TABLES, enqueuing
from ops.stores import Postgres, Valkey, scratch_folder
from ops.stores.process import StoreError

CHATS = 20
# Messages that a person sends in a row: forwarded ones, an album, a thought in three lines.
IN_A_ROW = 3
DRAINED, WRITTEN = 1_500, 900
_KILLS, _BETWEEN_SECONDS = 3, 5.0
# A job that has not run by then counts as lost: nobody waits longer for an answer.
_PATIENCE_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the jobs that were written while the worker was killed."""

    lost: int
    doubled: int
    out_of_order: int


def outcome_of(effects: list[tuple[int, int]], written: int) -> Outcome:
    """Counts in the effects (chat, number) in the order in which they happened, of so many jobs `written`.

    Doubled is each effect after a job's first; out of order is a first effect after that of a later number of its chat.
    """
    times, last, late = Counter(effects), dict[int, int](), 0
    for chat, number in dict.fromkeys(effects):
        late += number < last.get(chat, -1)
        last[chat] = max(number, last.get(chat, -1))
    return Outcome(written - len(times), sum(times.values()) - len(times), late)


def worker(name: str, folder: Path, valkey: Valkey, database: str) -> AbstractContextManager[Program]:
    """A worker of a library as a process."""
    command = ["ops.bench.queue_libraries", name]
    return running_program(folder, command, REDIS_URL=valkey.url, DATABASE_URL=database)


async def measure_speed(
    name: str, folder: Path, valkey: Valkey, database: asyncpg.Connection, url: str
) -> float:
    """Jobs per second: 1,500 that wait when the worker starts, from the first effect to the last."""
    await _empty(valkey, database)
    await _write(name, valkey, DRAINED, 0)
    with worker(name, folder, valkey, url):
        await _until(database, DRAINED)
    began, ended = await database.fetchrow("SELECT min(at), max(at) FROM bench_effect")
    return float((DRAINED - 1) / (ended - began).total_seconds())


async def measure_kills(
    name: str, folder: Path, valkey: Valkey, database: asyncpg.Connection, url: str
) -> Outcome:
    """900 jobs written over 20 s while the worker dies by SIGKILL three times and is started again at once."""
    await _empty(valkey, database)
    writing = asyncio.create_task(_write(name, valkey, WRITTEN, (_KILLS + 1) * _BETWEEN_SECONDS / WRITTEN))
    for _ in range(_KILLS):
        # A worker that was killed is told of as one that ended by itself.
        with suppress(StoreError), worker(name, folder, valkey, url) as running:
            await asyncio.sleep(_BETWEEN_SECONDS)
            assert running.running, running.last_log_lines()
            running.kill()
    with worker(name, folder, valkey, url):
        await writing
        await _until(database, WRITTEN)
    rows = await database.fetch("SELECT chat, number FROM bench_effect ORDER BY id")
    return outcome_of([(row["chat"], row["number"]) for row in rows], WRITTEN)


async def _empty(valkey: Valkey, database: asyncpg.Connection) -> None:
    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()
    await database.execute("TRUNCATE bench_effect, bench_handled")


async def _write(name: str, valkey: Valkey, jobs: int, every_seconds: float) -> None:
    async with enqueuing(name, valkey.url) as enqueue:
        for number in range(jobs):
            await enqueue(number // IN_A_ROW % CHATS, number)
            await asyncio.sleep(0 if (number + 1) % IN_A_ROW else every_seconds * IN_A_ROW)


async def _until(database: asyncpg.Connection, jobs: int) -> None:
    """Return when so many jobs have had an effect, or nobody waits any more."""
    for _ in range(int(_PATIENCE_SECONDS / 0.25)):
        if await database.fetchval("SELECT count(DISTINCT (chat, number)) FROM bench_effect") >= jobs:
            return
        await asyncio.sleep(0.25)


async def _compare(names: list[str], folder: Path, valkey: Valkey, url: str) -> None:
    database = await asyncpg.connect(url)
    await database.execute(TABLES)
    print(f"{'':8} {'jobs/s':>8} {'lost':>6} {'doubled':>8} {'out of order':>13}   of {WRITTEN}", flush=True)
    for name in names:
        speed = await measure_speed(name, folder, valkey, database, url)
        found = await measure_kills(name, folder, valkey, database, url)
        print(f"{name:8} {speed:8.0f} {found.lost:6} {found.doubled:8} {found.out_of_order:13}", flush=True)
    await database.close()


def main(names: list[str]) -> None:
    """Measure these libraries, or all, and print a table. Redis writes to the disk at each job, as in production."""
    with scratch_folder("bench-comparison") as folder:
        postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey", memory_mb=256)
        postgres.start()
        valkey.start()
        try:
            asyncio.run(_compare(names or list(LIBRARIES), folder, valkey, postgres.ensure_database("bench")))
        finally:
            valkey.stop()
            postgres.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
