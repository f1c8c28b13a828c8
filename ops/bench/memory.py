"""Measures the memory of api and worker after work."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from redis import Redis

from ops.bench.answer import send_and_wait
from ops.bench.load import post_updates
from ops.bench.measurements import Figure
from ops.bench.processes import api_environment, running_program
from ops.bench.run_sizes import Sizes
from ops.bench.running_planner import RunningPlanner, running_planner
from ops.sandbox.client import OWNER, SandboxClient
from ops.stores import Valkey, free_port

PEOPLE = 20


def measure_memory(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `memory`."""
    started, api = _measure_api(folder, valkey, sizes.memory_acks)
    with Redis.from_url(valkey.url) as redis:
        redis.flushall()
    yield Figure("memory", "api at start", started, "MB")
    yield Figure("memory", f"api after {sizes.memory_acks:,} acknowledgements", api, "MB", at_most=75)
    with running_planner(folder, valkey) as planner:
        sent = asyncio.run(_send_messages(planner, sizes.memory_messages))
        talked = planner.worker.rss_mb
        planned = asyncio.run(_request_plans(planner, sizes.memory_plans))
        worker = planner.worker.rss_mb
    yield Figure("memory", f"worker after {sent:,} messages", talked, "MB")
    note = "days of up to 50 open tasks; digests: `python -m ops.bench.digests`"
    yield Figure("memory", f"worker after {planned} plans too", worker, "MB", at_most=140, note=note)
    yield Figure("memory", "api and worker together", api + worker, "MB", at_most=220, note="of 256")


def _measure_api(folder: Path, valkey: Valkey, count: int) -> tuple[float, float]:
    """The api's memory before and after `count` acknowledged updates, in MiB."""
    port = free_port()
    with running_program(folder, ["api.main"], port=port, **api_environment(valkey.url, port)) as api:
        before = api.rss_mb
        post_updates(port, count, 50_000_000)
        return before, api.rss_mb


async def _send_messages(planner: RunningPlanner, count: int) -> int:
    """Let users write in parallel, each waiting for the answers; returns the number of messages answered."""
    async with SandboxClient(planner.telegram_url) as telegram:
        users = await planner.admit_users(telegram, PEOPLE)
        each = count // PEOPLE
        await asyncio.gather(*(_send_as(telegram, user, each) for user in users))
        return each * PEOPLE


async def _request_plans(planner: RunningPlanner, count: int) -> int:
    """Let the same users request plans of a day, each waiting for them; returns the number of plans."""
    async with SandboxClient(planner.telegram_url) as telegram:
        users = [OWNER + person for person in range(PEOPLE)]
        each = max(1, count // PEOPLE)
        await asyncio.gather(*(_request_plan(telegram, user, each) for user in users))
        return each * PEOPLE


async def _request_plan(telegram: SandboxClient, user: int, count: int) -> None:
    for _ in range(count):
        said = await telegram.say("/plan tomorrow", user=user)
        await telegram.wait_for_bot_message(user, after=said.id, timeout=120)


async def _send_as(telegram: SandboxClient, user: int, count: int) -> None:
    for number in range(count):
        await send_and_wait(telegram, user, number)
