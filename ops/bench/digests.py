"""Measures digests of many chats due in the same minute, sent within Telegram's rate limits by several workers.

`python -m ops.bench.digests --chats 10000 --per-second 30` is the full measurement (about six minutes);
`--per-second 150` is the same with Telegram's limit raised five times. It starts its own servers; its Telegram
only counts which message arrived when and for whom.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import asyncpg
import uvicorn
from redis.asyncio import Redis

from migrations.upgrade import migrate
from models.queue.jobs import DeliverMessage
from models.queue.producer import Producer
from models.runtime.settings import Settings
from ops.stores import Postgres, Valkey, free_port, scratch_folder
from worker.queue.heartbeat import live_workers

_TYPED_EVERY = 0.5
_FIRST_CHAT = 10_000

_SEED = """
INSERT INTO workspace (id, name, last_task_number, created_at) OVERRIDING SYSTEM VALUE
SELECT n, 'W' || n, 9, now() FROM generate_series(1, $1::int) n;
INSERT INTO member (id, workspace_id, name, aliases, is_owner, created_at) OVERRIDING SYSTEM VALUE
SELECT n, n, 'Owner', '{}', true, now() FROM generate_series(1, $1::int) n;
INSERT INTO business (id, workspace_id, name, keywords, created_at) OVERRIDING SYSTEM VALUE
SELECT n, n, 'Lab', '{}', now() FROM generate_series(1, $1::int) n;
INSERT INTO chat (id, telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
OVERRIDING SYSTEM VALUE SELECT n, 10000 + n, n, n, 'private',
CASE n % 2 WHEN 0 THEN 'en' ELSE 'ru' END, 'UTC', true, now() FROM generate_series(1, $1::int) n;
INSERT INTO task (workspace_id, number, title, business_id, status, priority, deadline_on, version, created_at,
updated_at) SELECT n, m, 'Task ' || m || ' of many words & <signs>', CASE m % 2 WHEN 0 THEN n END, 'open', 2,
(now() AT TIME ZONE 'UTC')::date - m % 3, 1, now(), now()
FROM generate_series(1, $1::int) n, generate_series(1, 8) m;
INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on,
next_run_at, created_at) SELECT n, n, 'morning_digest', (now() AT TIME ZONE 'UTC')::time, 127, true, 'silent',
(now() AT TIME ZONE 'UTC')::date, now() + interval '30 days', now() - interval '1 day'
FROM generate_series(1, $1::int) n
"""
_DUE = "UPDATE schedule SET next_run_at = now(), local_time = (now() AT TIME ZONE 'UTC')::time"
_TYPED = (
    "INSERT INTO outbound_message (workspace_id, chat_telegram_id, purpose, method, payload, dedupe_key, trace_id, "
    "ephemeral, state, attempts, available_at, created_at) VALUES (1, $1, 'answer', 'sendMessage', $2, $3, 'typed', "
    "false, 'pending', 0, now(), now()) RETURNING id"
)


@dataclass
class CountingTelegram:
    """Counts what arrives: digests by chat, arrival times, and answers by their text."""

    latency: float
    digests: Counter[int] = field(default_factory=Counter)
    arrivals: list[float] = field(default_factory=list)
    answers: dict[str, float] = field(default_factory=dict)
    number: int = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer every call after the latency of a real one (ASGI)."""
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        answer: dict[str, Any] = {"ok": True, "result": True}
        if scope["path"].endswith("sendMessage"):
            answer["result"] = self._posted(body)
        await asyncio.sleep(self.latency)
        text = json.dumps(answer).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": text})

    def _posted(self, body: bytes) -> dict[str, Any]:
        given = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        now, chat = time.monotonic(), int(given["chat_id"])
        self.arrivals.append(now)
        self.number += 1
        if given["text"].startswith("typed "):
            self.answers[given["text"]] = now
        else:
            self.digests[chat] += 1
        return {"message_id": self.number, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}

    def busiest_second(self) -> int:
        """The most messages within any second."""
        window: deque[float] = deque()
        most = 0
        for moment in self.arrivals:
            window.append(moment)
            while window[0] <= moment - 1:
                window.popleft()
            most = max(most, len(window))
        return most


@asynccontextmanager
async def serve_counting_telegram(telegram: CountingTelegram) -> AsyncIterator[str]:
    """Serve the counting Telegram on a free port; gives its base URL."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(telegram, port=port, log_config=None, access_log=False, lifespan="off")
    )
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


def start_worker(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start one worker process that writes to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "worker.main"], env=environment, stdout=out, stderr=out
        )


def memory_mb(pid: int, which: str) -> float:
    """A process's VmRSS (now) or VmHWM (peak) in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(which)) / 1024


async def simulate_people(
    connection: asyncpg.Connection, producer: Producer, until: asyncio.Event
) -> dict[str, float]:
    """Enqueue an answer twice a second, each to another chat, until `until`; returns when each was enqueued."""
    enqueued_at: dict[str, float] = {}
    while not until.is_set():
        text = f"typed {len(enqueued_at)}"
        enqueued_at[text] = time.monotonic()
        payload = json.dumps({"text": text})
        row = await connection.fetchval(_TYPED, _FIRST_CHAT + 1 + len(enqueued_at), payload, f"t:{text}")
        await producer.enqueue(DeliverMessage(row, "typed"))
        await asyncio.sleep(_TYPED_EVERY)
    return enqueued_at


async def measure_digests(
    given: argparse.Namespace, database_url: str, redis_url: str, folder: Path
) -> dict[str, object]:
    """Create the chats, start the workers, wait for all digests and return the figures."""
    telegram = CountingTelegram(given.latency)
    connection = await asyncpg.connect(database_url)
    for statement in _SEED.split(";"):
        await connection.execute(statement, given.chats)
    await connection.execute("ANALYZE")
    redis = Redis.from_url(redis_url)
    async with serve_counting_telegram(telegram) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "TELEGRAM_BOT_TOKEN": "123456:" + "b" * 35,
            "TELEGRAM_API_BASE_URL": f"{url}/bot",
            "TELEGRAM_PER_SECOND": str(given.per_second),
            "OWNER_TELEGRAM_ID": "1",
            "LOG_LEVEL": "WARNING",
        }
        workers = [
            start_worker(environment, folder / f"worker{number}.log") for number in range(given.workers)
        ]
        await _until_alive(redis, workers, folder)
        before = [memory_mb(worker.pid, "VmRSS") for worker in workers]
        began = time.monotonic()
        await connection.execute(_DUE)
        over = asyncio.Event()
        typed = asyncio.create_task(simulate_people(connection, Producer(redis), over))
        rendered = await _until_rendered(database_url, given.chats, began)
        if given.kill:
            await asyncio.sleep(5)
            workers[0].kill()
            workers[0].wait()
            workers[0] = start_worker(environment, folder / "worker0b.log")
            before[0] = float("nan")
        while sum(telegram.digests.values()) < given.chats and time.monotonic() - began < given.limit:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        seconds = max(telegram.arrivals) - began
        over.set()
        enqueued_at = await typed
        await asyncio.sleep(2)
        peaks = [memory_mb(worker.pid, "VmHWM") for worker in workers]
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait()
    delays = sorted(
        telegram.answers[text] - at for text, at in enqueued_at.items() if text in telegram.answers
    )
    states = await connection.fetch("SELECT state, count(*) FROM schedule_run GROUP BY state")
    unknown = await connection.fetchval("SELECT count(*) FROM outbound_message WHERE state = 'unknown'")
    await connection.close()
    await redis.aclose()
    total = given.chats + len(delays)
    return {
        "chats": given.chats,
        "workers": given.workers,
        "per_second": given.per_second,
        "all_rendered_after_s": round(rendered, 1),
        "seconds": round(seconds, 1),
        "floor_s": round(total / given.per_second, 1),
        "times_the_floor": round(seconds * given.per_second / total, 3),
        "busiest_second": telegram.busiest_second(),
        "digests_twice": sum(count > 1 for count in telegram.digests.values()),
        "digests_missing": given.chats - len(telegram.digests),
        "ledger": {row["state"]: row["count"] for row in states},
        "outbox_unknown": unknown,
        "typed_answers": f"{len(delays)} of {len(enqueued_at)}",
        "typed_delay_s_p50_p99_max": [
            round(value, 3)
            for value in (statistics.median(delays), delays[int(len(delays) * 0.99)], delays[-1])
        ],
        "memory_growth_mb": [round(peak - base, 1) for peak, base in zip(peaks, before, strict=True)],
        "memory_peak_mb": [round(peak, 1) for peak in peaks],
    }


async def _until_alive(redis: "Redis", workers: list[subprocess.Popen[bytes]], folder: Path) -> None:
    """Wait until every worker has a heartbeat and its memory has not grown for three seconds."""
    while len(await live_workers(redis)) < len(workers):
        for number, worker in enumerate(workers):
            if worker.poll() is not None:
                raise SystemExit((folder / f"worker{number}.log").read_text()[-2000:])
        await asyncio.sleep(0.1)
    held, still = 0.0, 0
    while still < 3:
        await asyncio.sleep(1)
        now = sum(memory_mb(worker.pid, "VmRSS") for worker in workers)
        held, still = now, still + 1 if now - held < 0.3 else 0


async def _until_rendered(database_url: str, chats: int, began: float) -> float:
    connection = await asyncpg.connect(database_url)
    count = "SELECT count(*) FROM schedule_run WHERE rendered_at IS NOT NULL"
    while await connection.fetchval(count) < chats:  # noqa: ASYNC110 - it looks from outside
        await asyncio.sleep(0.1)
    await connection.close()
    return time.monotonic() - began


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--per-second", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--latency", type=float, default=0.08, help="Telegram's answer, seconds")
    parser.add_argument("--limit", type=float, default=900, help="give up after so many seconds")
    parser.add_argument("--kill", action="store_true", help="SIGKILL a worker while it sends")
    given = parser.parse_args()
    with scratch_folder("bench-digests") as folder:
        postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey", memory_mb=48)
        postgres.start()
        valkey.start()
        plain = postgres.ensure_database("planner")
        migrate(Settings(database_url=plain).database_url)
        try:
            print(json.dumps(asyncio.run(measure_digests(given, plain, valkey.url, folder)), indent=2))
        finally:
            valkey.stop()
            postgres.stop()


if __name__ == "__main__":
    main()
