"""Whole way: from a message to its answer in the chat, idle cost, and the worker's memory, with Telegram's stand-in."""

import asyncio
import time
from pathlib import Path

from migrations.upgrade import migrate
from models.settings import Settings
from ops.bench.processes import SECRET, Program, cpu_of, environment, running
from ops.bench.table import Row, at_most
from ops.sandbox.client import SandboxClient
from ops.sandbox.server import serving
from ops.sandbox.settings import SandboxSettings
from ops.stores import Postgres, Valkey

OWNER = 1001


async def measure(folder: Path, *, messages: int, idle_seconds: float) -> list[Row]:
    """The table's rows. `messages` in all; the first hundred are timed one by one, the rest come in a heap."""
    valkey, postgres = Valkey(folder / "way", memory_mb=48), Postgres(folder / "postgres")
    valkey.start()
    postgres.start()
    try:
        sandbox = SandboxSettings(port=0)
        async with serving(sandbox) as url, SandboxClient(url) as telegram:
            env = environment(
                valkey,
                postgres,
                TELEGRAM_BOT_TOKEN=sandbox.telegram_bot_token,
                TELEGRAM_API_BASE_URL=f"{url}/bot",
                TELEGRAM_FILE_BASE_URL=f"{url}/file/bot",
            )
            settings = Settings(database_url=env["DATABASE_URL"])
            await asyncio.to_thread(migrate, settings.database_url)
            api, worker = Program("api.main", folder, env), Program("worker.main", folder, env)
            with running(api, worker):
                await api.listening()
                await _set_webhook(url, sandbox.telegram_bot_token, api.port)
                return await _measured(telegram, worker, valkey, messages, idle_seconds)
    finally:
        valkey.stop()
        postgres.stop()


async def _measured(
    telegram: SandboxClient, worker: Program, valkey: Valkey, messages: int, idle_seconds: float
) -> list[Row]:
    hello = await telegram.say("/start")
    await telegram.wait_for_bot_messages(after=hello.id, count=2, timeout=30)
    idle = await _idle(worker, valkey, idle_seconds)
    took = sorted([await _one(telegram, number) for number in range(min(100, messages))])
    began = time.perf_counter()
    rest = messages - len(took)
    last = await telegram.say("the first of the heap: buy nails")
    for number in range(rest):
        await telegram.say(f"Buy part {number} on Friday")
    await telegram.wait_for_bot_messages(after=last.id, count=rest, timeout=600)
    rate = rest / (time.perf_counter() - began)
    return [
        at_most(
            "idle",
            f"CPU of worker and queue server in {idle_seconds:.0f} s",
            idle,
            0.2 * idle_seconds / 30,
            " s",
        ),
        Row(
            "way",
            "message to answer, one by one",
            f"p50 {1000 * took[len(took) // 2]:.0f}, p99 {1000 * took[-1]:.0f} ms",
        ),
        Row("way", "one chat's messages answered a second, in order", f"{rate:.1f}"),
        at_most("way", f"worker's memory after {messages} messages", worker.memory_mb, 140, " MB"),
    ]


async def _one(telegram: SandboxClient, number: int) -> float:
    """Seconds from the message to its answer."""
    began = time.perf_counter()
    said = await telegram.say(f"Buy piece {number} on Friday")
    await telegram.wait_for_bot_message(after=said.id, timeout=30)
    return time.perf_counter() - began


async def _idle(worker: Program, valkey: Valkey, seconds: float) -> float:
    """CPU seconds of worker and queue server while nothing happens."""
    await asyncio.sleep(2)  # what the start left to do
    before = worker.cpu_seconds + cpu_of(valkey.server.pid)
    await asyncio.sleep(seconds)
    return worker.cpu_seconds + cpu_of(valkey.server.pid) - before


async def _set_webhook(telegram_url: str, token: str, port: int) -> None:
    import httpx

    async with httpx.AsyncClient(trust_env=False) as client:
        body = {"url": f"http://127.0.0.1:{port}/webhook/telegram", "secret_token": SECRET}
        (await client.post(f"{telegram_url}/bot{token}/setWebhook", json=body)).raise_for_status()
