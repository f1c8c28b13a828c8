"""Measures how long a user waits for the bot's answer, and the worker's CPU time while nobody writes."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlmodel import func, select

from models.runtime.database import Database
from models.tables.task import Task
from ops.bench.floor import TABLE, floor_queue
from ops.bench.measurements import Figure, percentile
from ops.bench.processes import TOKEN, Program, family_cpu_seconds, running_program
from ops.bench.queue_latency import idle_cpu
from ops.bench.run_sizes import Sizes
from ops.bench.running_planner import RunningPlanner, running_planner
from ops.sandbox.client import OWNER, SandboxClient
from ops.stores import Postgres, Valkey

_NOTE = "Telegram's stand-in, api, worker and stores as processes of their own; local rules"

# Messages, then jobs of the floor, in alternation: the machine's moods hit both.
_IN_A_ROW = 10
# Embedding and what else follows an answer belongs to its message.
_SETTLE_SECONDS = 0.5
# The resolution of processor time.
_TICK = 0.01


def measure_answer(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `answer`."""
    with running_planner(folder, valkey) as planner, _floor_worker(folder, planner) as floor:
        spent, stored = asyncio.run(_measure_answers(planner, floor, sizes.answers))
        waits, count = spent["message"].waits_ms, sizes.answers
        yield Figure("answer", "message to answer p50", percentile(waits, 50), "ms", note=_NOTE)
        yield Figure("answer", "message to answer p99", percentile(waits, 99), "ms", note=f"{count} messages")
        yield Figure("answer", f"tasks stored of {count}", stored, "tasks", at_least=count)
        yield from _costs(spent["message"], spent["floor"], count)
        note = f"finished worker and queue's server, in 30 s, from {sizes.idle_seconds:g} s"
        idle = idle_cpu(planner.worker, valkey, sizes.idle_seconds)
        yield Figure("answer", "idle CPU of the whole worker", idle, "s", at_most=0.2, note=note)


@dataclass
class _Spent:
    """What one kind of work took: waits in milliseconds, and the processor seconds of its worker and of PostgreSQL."""

    worker: Program
    postgres: Postgres
    waits_ms: list[float] = field(default_factory=list)
    worker_seconds: float = 0.0
    postgres_seconds: float = 0.0

    @asynccontextmanager
    async def measured(self) -> AsyncIterator[None]:
        """Add what the block takes, with what it leaves to be done in the next half second."""
        worker, postgres = self.worker.cpu_seconds, family_cpu_seconds(self.postgres.server.pid)
        yield
        await asyncio.sleep(_SETTLE_SECONDS)
        self.worker_seconds += self.worker.cpu_seconds - worker
        self.postgres_seconds += family_cpu_seconds(self.postgres.server.pid) - postgres


@contextmanager
def _floor_worker(folder: Path, planner: RunningPlanner) -> Iterator[tuple[Program, str]]:
    """A worker that does the least a message costs, with a queue of its own, on the planner's database and stand-in."""
    valkey = Valkey(folder / "floor")
    valkey.start()
    env = {"DATABASE_URL": planner.database_url, "REDIS_URL": valkey.url, "TELEGRAM_BOT_TOKEN": TOKEN}
    env |= {"TELEGRAM_API_BASE_URL": f"{planner.telegram_url}/bot"}
    try:
        with running_program(folder, ["ops.bench.floor"], port=None, **env) as program:
            yield program, valkey.url
    finally:
        valkey.stop()


async def _measure_answers(
    planner: RunningPlanner, floor: tuple[Program, str], count: int
) -> tuple[dict[str, _Spent], int]:
    """What messages and jobs of the floor take, ten of each in alternation; and the number of tasks stored then."""
    message, least = _Spent(planner.worker, planner.postgres), _Spent(floor[0], planner.postgres)
    await _create_table(planner.database_url)
    async with SandboxClient(planner.telegram_url) as telegram, floor_queue(floor[1]) as queue:
        await planner.admit_users(telegram, 1)
        # The first of each connects and fills caches.
        await queue.run_one(OWNER)
        for first in range(0, count, _IN_A_ROW):
            batch = range(first, min(first + _IN_A_ROW, count))
            async with message.measured():
                for number in batch:
                    began = time.perf_counter()
                    await send_and_wait(telegram, OWNER, number)
                    message.waits_ms.append((time.perf_counter() - began) * 1000)
            async with least.measured():
                for _ in batch:
                    least.waits_ms.append(await queue.run_one(OWNER))
    return {"message": message, "floor": least}, await _count_tasks(planner.database_url)


def _costs(message: _Spent, floor: _Spent, count: int) -> Iterator[Figure]:
    note = "floor: one job, one insert, one message sent, with the same libraries"
    pairs = (
        ("worker CPU a message", message.worker_seconds, floor.worker_seconds),
        ("PostgreSQL CPU a message", message.postgres_seconds, floor.postgres_seconds),
    )
    for name, spent, least in pairs:
        yield Figure("answer", name, spent / count * 1000, "ms")
        yield Figure("answer", f"{name}, of the floor", spent / max(least, _TICK), "ratio", note=note)
    p50 = percentile(message.waits_ms, 50) / percentile(floor.waits_ms, 50)
    yield Figure("answer", "message to answer p50, of the floor", p50, "ratio", note=note)


async def _create_table(database_url: str) -> None:
    database = Database(database_url, size=1)
    try:
        async with database.transaction() as session:
            await session.execute(text(TABLE))
    finally:
        await database.close()


async def send_and_wait(telegram: SandboxClient, user: int, number: int) -> None:
    """Send a message that asks for one task, no two alike, and wait for the answer that names it.

    A greeting may still arrive after the message, so any message of the bot would not do.
    """
    said = await telegram.say(_task_text(number), user=user)
    await telegram.wait_for_bot_message(user, after=said.id, contains=f"part {1000 + number}", timeout=60)


def _task_text(number: int) -> str:
    return f"Order {number + 2} boxes of part {1000 + number} tomorrow at {9 + number % 9}:00, {15 + number % 40} min"


async def _count_tasks(database_url: str) -> int:
    database = Database(database_url, size=1)
    try:
        async with database.transaction() as session:
            return (await session.exec(select(func.count()).select_from(Task))).one()
    finally:
        await database.close()
