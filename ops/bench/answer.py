"""Measures how long a user waits for the bot's answer, and the worker's CPU time while nobody writes."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import func, select

from models.runtime.database import Database
from models.tables.task import Task
from ops.bench.measurements import Figure, percentile
from ops.bench.queue_latency import idle_cpu
from ops.bench.run_sizes import Sizes
from ops.bench.running_planner import RunningPlanner, running_planner
from ops.sandbox.client import OWNER, SandboxClient
from ops.stores import Valkey

_NOTE = "Telegram's stand-in, api, worker and stores as processes of their own; local rules"


def measure_answer(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `answer`."""
    with running_planner(folder, valkey) as planner:
        waits, stored = asyncio.run(_measure_answers(planner, sizes.answers))
        count = len(waits)
        yield Figure("answer", "message to answer p50", percentile(waits, 50), "ms", note=_NOTE)
        yield Figure("answer", "message to answer p99", percentile(waits, 99), "ms", note=f"{count} messages")
        yield Figure("answer", f"tasks stored of {count}", stored, "tasks", at_least=count)
        note = f"finished worker and queue's server, in 30 s, from {sizes.idle_seconds:g} s"
        idle = idle_cpu(planner.worker, valkey, sizes.idle_seconds)
        yield Figure("answer", "idle CPU of the whole worker", idle, "s", at_most=0.2, note=note)


async def _measure_answers(planner: RunningPlanner, count: int) -> tuple[list[float], int]:
    """Milliseconds from each message to its answer, one message at a time; and the number of tasks stored then."""
    waits = []
    async with SandboxClient(planner.telegram_url) as telegram:
        await planner.admit_users(telegram, 1)
        for number in range(count):
            began = time.perf_counter()
            await send_and_wait(telegram, OWNER, number)
            waits.append((time.perf_counter() - began) * 1000)
    return waits, await _count_tasks(planner.database_url)


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
