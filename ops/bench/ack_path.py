"""Ack path: CPU and rate of the finished api against bare doors, in interleaved rounds on one queue server."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from redis.asyncio import Redis

from ops.bench.processes import Program, environment, load, running
from ops.bench.table import Row, at_least, at_most
from ops.sandbox.server import serving
from ops.sandbox.settings import SandboxSettings
from ops.stores import Valkey

FINISHED, YARDSTICK = "api.main", "ops.bench.doors.arq_enqueue"
ONE_TRIP, LIBRARY = "ops.bench.doors.one_round_trip", "ops.bench.doors.telegram_library"
NAMES = {
    FINISHED: "the finished api",
    YARDSTICK: "b: bare ASGI + arq's enqueue_job",
    ONE_TRIP: "bare ASGI + one round trip to Redis",
    LIBRARY: "python-telegram-bot's webhook server, enqueuing nothing",
}
CONNECTIONS = 40
MEMORY_AFTER = 20_000


@dataclass
class Measured:
    """A door's figures, round by round."""

    cpu_ms: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)


async def measure(folder: Path, *, updates: int, rounds: int) -> list[Row]:
    """The table's rows. Every round posts `updates` to each door in turn, so that the machine's moods meet all alike."""
    valkey = Valkey(folder / "ack", memory_mb=1024)
    valkey.start()
    try:
        async with serving(SandboxSettings(port=0, telegram_bot_token=_token())) as telegram:
            env = environment(valkey, TELEGRAM_API_BASE_URL=f"{telegram}/bot")
            modules = [FINISHED, YARDSTICK, ONE_TRIP, *([LIBRARY] if find_spec("tornado") else [])]
            programs = {module: Program(module, folder, env) for module in modules}
            with running(*programs.values()):
                found = await _rounds(valkey, programs, updates, rounds)
                memory = await _memory(programs[FINISHED])
    finally:
        valkey.stop()
    return [
        *_raw(found),
        *_ratios(found),
        at_most("ack", f"api's memory after {MEMORY_AFTER} updates", memory, 75, " MB"),
    ]


async def _rounds(
    valkey: Valkey, programs: dict[str, Program], updates: int, rounds: int
) -> dict[str, Measured]:
    redis = Redis.from_url(valkey.url)
    found = {module: Measured() for module in programs}
    first_id = 1
    for program in programs.values():
        await program.listening()
        await load(program.port, 200, CONNECTIONS, 900_000_000)
    for _ in range(rounds):
        for module, program in programs.items():
            await redis.flushall()
            before = program.cpu_seconds
            result = await load(program.port, updates, CONNECTIONS, first_id)
            first_id += updates
            if result["good"] != updates:
                raise RuntimeError(f"{module} answered only {result['good']} of {updates} with 200")
            found[module].cpu_ms.append(1000 * (program.cpu_seconds - before) / updates)
            found[module].rate.append(updates / result["seconds"])
            found[module].p50_ms.append(result["p50_ms"])
            found[module].p99_ms.append(result["p99_ms"])
    await redis.aclose()
    return found


async def _memory(api: Program) -> float:
    await load(api.port, MEMORY_AFTER, CONNECTIONS, 500_000_000)
    return api.memory_mb


def _raw(found: dict[str, Measured]) -> list[Row]:
    rows = [
        Row(
            "ack",
            NAMES[module],
            f"{median(m.cpu_ms):.3f} ms CPU, {median(m.rate):.0f}/s, p50 {median(m.p50_ms):.1f}, p99 {median(m.p99_ms):.1f} ms",
        )
        for module, m in found.items()
    ]
    if LIBRARY not in found:
        rows.append(Row("ack", NAMES[LIBRARY], "left out: needs tornado, which is no dependency"))
    return [*rows, Row("ack", "aiogram's webhook server", "left out: aiogram is no dependency")]


def _ratios(found: dict[str, Measured]) -> list[Row]:
    ours, b = found[FINISHED], found[YARDSTICK]
    rows = [
        at_most("ack", "api's CPU / b's", _ratio(ours.cpu_ms, b.cpu_ms), 0.65),
        at_least("ack", "api's rate / b's", _ratio(ours.rate, b.rate), 1.5),
        Row("ack", "api's CPU / one round trip's", f"{_ratio(ours.cpu_ms, found[ONE_TRIP].cpu_ms):.2f}"),
    ]
    if LIBRARY in found:
        rows.append(
            at_most(
                "ack", "api's CPU / python-telegram-bot's", _ratio(ours.cpu_ms, found[LIBRARY].cpu_ms), 1.0
            )
        )
    return rows


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def _token() -> str:
    from ops.bench.processes import TOKEN

    return TOKEN
