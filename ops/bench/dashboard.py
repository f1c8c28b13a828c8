"""Measures the dashboard: page times at 100 and 100,000 jobs, the api's memory, and acks per second with pages open.

Run it with `python -m ops.bench.dashboard`; it starts its own servers and takes about two minutes.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import httpx

from migrations.upgrade import migrate
from models.runtime.settings import read_settings
from ops.stores import Postgres, Valkey, free_port, scratch_folder

SECRET, PASSWORD = "bench", "bench password"
PAGES = (
    "",
    "/jobs",
    "/jobs?state=retry",
    "/jobs?state=dead&name=handle_update",
    "/jobs?text=boiler",
    "/jobs?text=update:99",
    "/jobs?chat=1007",
    "/jobs?sort=duration",
    "/jobs/update:50",
    "/dead-letters",
    "/lanes",
    "/traces/u50",
    "/schedules",
    "/outbox",
    "/usage",
)
REPEATS, ACKS, ROUNDS, OPEN_PAGES = 15, 3_000, 3, 5

_JOBS = """
INSERT INTO job_run (job_id, job_name, arguments, attempt, worker_id, trace_id, state, enqueued_at, started_at,
                     finished_at, error, traceback)
SELECT 'update:' || n, CASE n % 4 WHEN 0 THEN 'deliver_message' WHEN 1 THEN 'embed_tasks' ELSE 'handle_update' END,
  jsonb_build_object('update_id', n, 'lane', 'chat:' || 1000 + n % 500), 1, 'bench-1', 'u' || n,
  CASE WHEN n % 200 = 0 THEN 'dead' WHEN n % 97 = 0 THEN 'retry' ELSE 'done' END,
  at, at + interval '4 ms', at + interval '4 ms' + (n % 900) * interval '1 ms',
  CASE WHEN n % 200 = 0 THEN 'RuntimeError: the boiler of job ' || n || ' is cold' END,
  CASE WHEN n % 200 = 0 THEN repeat('  File "made.py", line 1, in up' || chr(10), 20) END
FROM (SELECT n, now() - ($1 - n) * interval '20 ms' AS at FROM generate_series(1, $1::int) n) made
"""
_DEAD_LETTERS = """
INSERT INTO dead_letter (job_id, job_name, arguments, trace_id, attempts, error, dead_at)
SELECT job_id, job_name, arguments, trace_id, 4, error, finished_at FROM job_run WHERE state = 'dead'
"""


async def main() -> None:
    """Measure and print the figures."""
    with scratch_folder("bench-dashboard") as folder:
        postgres, valkey = Postgres(folder / "postgres", fast=True), Valkey(folder / "valkey", memory_mb=48)
        postgres.start()
        valkey.start()
        try:
            await _measure(postgres, valkey)
        finally:
            valkey.stop()
            postgres.stop()


async def _measure(postgres: Postgres, valkey: Valkey) -> None:
    for jobs in (100, 100_000):
        name = f"jobs_{jobs}"
        url = postgres.ensure_database(name)
        await asyncio.to_thread(migrate, read_settings(database_url=url).database_url)
        await _fill_database(url, jobs)
        with serving_api(url, valkey.url) as (address, process):
            async with _dashboard_client(address) as client:
                await _pages(client, jobs)
                if jobs == 100_000:
                    await _measure_acks(client, address)
            print(f"api memory afterwards: {_rss_mb(process.pid):.1f} MB")


async def _fill_database(url: str, jobs: int) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(_JOBS.replace("$1::int", str(jobs)).replace("$1", str(jobs)))
    await connection.execute(_DEAD_LETTERS)
    await connection.execute("ANALYZE")
    await connection.close()


@contextmanager
def serving_api(database_url: str, redis_url: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Run the api as in production, as one process."""
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PORT": str(port),
        "TELEGRAM_SECRET_TOKEN": SECRET,
        "DASHBOARD_PASSWORD": PASSWORD,
        "WEBHOOK_URL": "http://127.0.0.1",
        "LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen([sys.executable, "-m", "api.main"], env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/health")
        print(f"api memory at start: {_rss_mb(process.pid):.1f} MB")
        yield address, process
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the api did not start")


@asynccontextmanager
async def _dashboard_client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        answer = await client.post("/dashboard/login", data={"password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


async def _pages(client: httpx.AsyncClient, jobs: int) -> None:
    print(f"\npage times at {jobs:,} jobs (ms)          p50     max")
    for page in PAGES:
        took = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            answer = await client.get(f"/dashboard{page}")
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code in (200, 404), (page, answer.status_code, answer.text)
        print(f"  /dashboard{page:<38} {statistics.median(took):6.1f}  {max(took):6.1f}")
    await _last_page(client, jobs)


async def _last_page(client: httpx.AsyncClient, jobs: int) -> None:
    """Page forward to the last page; every page should take the same time."""
    took, page = [], ""
    for _ in range(60):
        began = time.perf_counter()
        answer = (await client.get("/dashboard/api/jobs", params={"page": page, "limit": 500})).json()
        took.append((time.perf_counter() - began) * 1000)
        page = answer["page"]["next"]
        if not page:
            break
    print(f"  paging by 500, {len(took)} pages: first {took[0]:.1f}, last {took[-1]:.1f} ms ({jobs:,} jobs)")


async def _measure_acks(client: httpx.AsyncClient, address: str) -> None:
    """Acknowledgements per second without and with open pages, alternating, because only the ratio is comparable."""
    closed, opened, first = [], [], 10_000_000
    for _ in range(ROUNDS):
        closed.append(await _post_burst(address, first))
        streams = [asyncio.create_task(_browse_dashboard(client)) for _ in range(OPEN_PAGES)]
        await asyncio.sleep(1)
        opened.append(await _post_burst(address, first + ACKS))
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        first += 2 * ACKS
    slow, fast = statistics.median(opened), statistics.median(closed)
    print(f"\nacks/s: closed {fast:.0f}, with {OPEN_PAGES} live pages {slow:.0f}: {slow / fast:.2f}")


async def _browse_dashboard(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/dashboard/live/overview", timeout=None) as answer:
        async for _ in answer.aiter_bytes():
            pass


async def _post_burst(address: str, first: int) -> float:
    """Post 3,000 updates of 300 chats over 20 connections; returns updates per second."""
    headers = {"x-telegram-bot-api-secret-token": SECRET, "content-type": "application/json"}
    left = iter(range(first, first + ACKS))

    async def post(client: httpx.AsyncClient) -> None:
        for update_id in left:
            body = {"update_id": update_id, "message": {"message_id": 1, "chat": {"id": update_id % 300 + 1}}}
            answer = await client.post("/webhook/telegram", content=json.dumps(body), headers=headers)
            assert answer.status_code == 200, answer.status_code

    async with httpx.AsyncClient(base_url=address, limits=httpx.Limits(max_connections=20)) as client:
        began = time.perf_counter()
        await asyncio.gather(*(post(client) for _ in range(20)))
        return ACKS / (time.perf_counter() - began)


def _rss_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_048_576


if __name__ == "__main__":
    asyncio.run(main())
