"""Measures the worker's CPU time while eight model calls wait for their answers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.bench.measurements import Figure
from ops.bench.processes import running_program
from ops.bench.queue_latency import idle_cpu
from ops.bench.run_sizes import Sizes
from ops.bench.running_planner import RunningPlanner, running_planner
from ops.sandbox.client import SandboxClient
from ops.sandbox.openai_client import OpenAiSandboxClient
from ops.stores import Valkey, free_port

IN_FLIGHT = 8
_PATIENCE_SECONDS = 60
# The calls must hang for the whole measurement, so the product's timeout is set above it.
_CALL_SECONDS = 60


def measure_calls(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `calls`."""
    with _openai_stand_in(folder) as url:
        settings = {
            "UNDERSTANDING": "openai",
            "OPENAI_API_KEY": "sk-bench",
            "OPENAI_BASE_URL": f"{url}/v1",
            "OPENAI_TIMEOUT_SECONDS": str(_CALL_SECONDS),
        }
        with running_planner(folder, valkey, **settings) as planner:
            asyncio.run(_start_model_calls(planner, url))
            used = idle_cpu(planner.worker, valkey, sizes.idle_seconds)
            still = asyncio.run(_count_running_calls(url))
    note = f"finished worker and queue's server, in 30 s, from {sizes.idle_seconds:g} s; {still} at the end"
    yield Figure("calls", f"CPU with {IN_FLIGHT} model calls in flight", used, "s", at_most=0.5, note=note)
    yield Figure("calls", "calls in flight at the end", still, "calls", at_least=IN_FLIGHT)


@contextmanager
def _openai_stand_in(folder: Path) -> Iterator[str]:
    """Run OpenAI's stand-in as a process; gives its base URL."""
    port = free_port()
    with running_program(folder, ["ops.sandbox.openai_server"], port=port, PORT=str(port)):
        yield f"http://127.0.0.1:{port}"


async def _start_model_calls(planner: RunningPlanner, model_url: str) -> None:
    """Let eight users write at once, and return when eight model calls hang."""
    async with SandboxClient(planner.telegram_url) as telegram, OpenAiSandboxClient(model_url) as model:
        users = await planner.admit_users(telegram, IN_FLIGHT)
        await model.inject("chat", "hang", times=None)
        for user in users:
            await telegram.say("Order two boxes of parts tomorrow at 10:00", user=user)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while (await model.state())["running"] < IN_FLIGHT:  # noqa: ASYNC110 - another process counts
                await asyncio.sleep(0.05)


async def _count_running_calls(model_url: str) -> int:
    async with OpenAiSandboxClient(model_url) as model:
        return int((await model.state())["running"])
