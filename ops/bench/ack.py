"""Measures CPU time and rate of acknowledged updates, of the api and of the baseline servers."""

import statistics
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from redis import Redis

from ops.bench.load import LoadResult, post_updates
from ops.bench.measurements import Figure
from ops.bench.processes import Program, api_environment, running_program, telegram_stand_in
from ops.bench.run_sizes import Sizes
from ops.stores import Valkey, free_port

LEFT_OUT = [
    "aiogram is no dependency and is left out; it was measured at 0.72 of enqueue_job's CPU when the design was made."
]
_NO_TORNADO = (
    "python-telegram-bot's webhook server is left out: it needs tornado (python-telegram-bot[webhooks])."
)


# The kernel counts CPU time in ticks; a very short round may use less than one and is counted as one.
_TICK_SECONDS = 0.01


@dataclass
class MeasuredServer:
    """A running server and the measurements of its rounds."""

    name: str
    port: int
    program: Program
    cpu_ms: list[float] = field(default_factory=list)
    loads: list[LoadResult] = field(default_factory=list)

    def run_round(self, count: int, first: int) -> None:
        """Post `count` updates with ids from `first`, and record the CPU time (ms) and the load."""
        before = self.program.cpu_seconds
        load = post_updates(self.port, count, first)
        used = max(self.program.cpu_seconds - before, _TICK_SECONDS)
        self.cpu_ms.append(used * 1000 / load.acknowledged)
        self.loads.append(load)

    @property
    def cpu(self) -> float:
        """Median CPU milliseconds per update."""
        return statistics.median(self.cpu_ms)

    @property
    def rate(self) -> float:
        """Median updates per second."""
        return statistics.median(load.per_second for load in self.loads)


def measure_ack(folder: Path, valkey: Valkey, sizes: Sizes) -> Iterator[Figure]:
    """The figures of the part `ack`. The servers are measured in alternation, so that their ratios are comparable."""
    with ExitStack() as stack, Redis.from_url(valkey.url) as redis:
        servers = [stack.enter_context(server) for server in _start_servers(folder, valkey.url)]
        for server in servers:
            post_updates(server.port, max(50, sizes.acks // 10), 1)
        first, lost = 1_000_000, 0
        for round_number in range(sizes.rounds):
            for server in servers if round_number % 2 == 0 else reversed(servers):
                redis.flushall()
                server.run_round(sizes.acks, first)
                if server.name == "api":
                    lost += sizes.acks - sum(1 for _ in redis.scan_iter("planner:update:*", count=1000))
                first += sizes.acks
    total = sizes.rounds * sizes.acks
    yield Figure("ack", f"lost of {total:,} acknowledged", lost, "updates", at_most=0)
    yield from _comparison_figures({server.name: server for server in servers})


def notes_of_ack() -> list[str]:
    """Lines that name the servers this run does not measure."""
    return LEFT_OUT if find_spec("tornado") else [*LEFT_OUT, _NO_TORNADO]


def _start_servers(folder: Path, redis_url: str) -> Iterator[AbstractContextManager[MeasuredServer]]:
    yield _start_server(folder, "api", ["api.main"], redis_url)
    yield _start_server(folder, "enqueue_job", ["ops.bench.baselines", "enqueue_job"], redis_url)
    yield _start_server(folder, "evalsha", ["ops.bench.baselines", "evalsha"], redis_url)
    if find_spec("tornado"):
        yield _start_python_telegram_bot(folder, redis_url)


@contextmanager
def _start_server(
    folder: Path, name: str, command: list[str], redis_url: str, **env: str
) -> Iterator[MeasuredServer]:
    port = free_port()
    with running_program(folder, command, port=port, **api_environment(redis_url, port, **env)) as program:
        yield MeasuredServer(name, port, program)


@contextmanager
def _start_python_telegram_bot(folder: Path, redis_url: str) -> Iterator[MeasuredServer]:
    """python-telegram-bot's server; it calls setWebhook before it listens, so the stand-in runs beside it."""
    port, name = free_port(), "python-telegram-bot"
    with telegram_stand_in(folder, port):
        base = f"http://127.0.0.1:{port}/bot"
        command = ["ops.bench.baselines", name]
        with _start_server(folder, name, command, redis_url, TELEGRAM_API_BASE_URL=base) as server:
            yield server


def _comparison_figures(servers: dict[str, MeasuredServer]) -> Iterator[Figure]:
    ours, bare = servers["api"], servers["enqueue_job"]
    for server in servers.values():
        yield Figure("ack", f"{server.name}: CPU an update", server.cpu, "ms", note=_spread(server.cpu_ms))
        rates = [load.per_second for load in server.loads]
        yield Figure("ack", f"{server.name}: acknowledged", server.rate, "/s", note=_spread(rates))
    yield Figure("ack", "api / enqueue_job: CPU", ours.cpu / bare.cpu, "ratio", at_most=0.65)
    yield Figure("ack", "api / enqueue_job: rate", ours.rate / bare.rate, "ratio", at_least=1.5)
    yield Figure("ack", "api / evalsha: CPU", ours.cpu / servers["evalsha"].cpu, "ratio")
    yield Figure("ack", "api / evalsha: rate", ours.rate / servers["evalsha"].rate, "ratio")
    telegram = servers.get("python-telegram-bot")
    if telegram is not None:
        ratio = ours.cpu / telegram.cpu
        yield Figure("ack", "api / python-telegram-bot: CPU", ratio, "ratio", at_most=1)
        yield Figure("ack", "api / python-telegram-bot: rate", ours.rate / telegram.rate, "ratio")
    for name, server in (("api", ours), ("enqueue_job", bare)):
        p99 = statistics.median(load.p99_ms for load in server.loads)
        yield Figure("ack", f"{name}: p99 at 40 connections", p99, "ms")


def _spread(values: list[float]) -> str:
    return f"{min(values):.3g} - {max(values):.3g} over {len(values)} rounds"
