"""Measures a calendar of 10,000 entries: writing it, and fetching it at its address beside the health check.

Run it with `python -m ops.bench.calendar`; it starts its own servers and takes about a minute.
"""

import asyncio
import datetime as dt
import gzip
import hashlib
import statistics
import time

import asyncpg
import httpx

from migrations.upgrade import migrate
from models.runtime.feed_token import feed_token, hash_of_token, new_salt
from models.runtime.settings import read_settings
from ops.bench.dashboard import serving_api
from ops.stores import Postgres, Valkey, scratch_folder
from worker.features.calendars.feed_event import FeedEvent
from worker.features.calendars.queries import MOST_EVENTS
from worker.features.calendars.write_ics import write_ics

REPEATS, TARGET_MS = 40, 50.0

_FEED = """
WITH w AS (INSERT INTO workspace (name, created_at) VALUES ('bench', now()) RETURNING id),
m AS (INSERT INTO member (workspace_id, name, is_owner, created_at) SELECT id, 'bench', true, now() FROM w
      RETURNING id, workspace_id),
c AS (INSERT INTO chat (telegram_id, workspace_id, member_id, kind, language, zone, zone_confirmed, created_at)
      SELECT 1, workspace_id, id, 'private', 'en', 'UTC', true, now() FROM m RETURNING id, workspace_id, member_id)
INSERT INTO calendar_feed (member_id, workspace_id, chat_id, salt, token_hash, body, etag, made_at, read_at, created_at)
SELECT member_id, workspace_id, id, '', $1, $2, $3, now(), now(), now() FROM c
"""


async def main() -> None:
    """Measure and print the figures."""
    with scratch_folder("bench-calendar") as folder:
        postgres, valkey = Postgres(folder / "postgres", fast=True), Valkey(folder / "valkey", memory_mb=48)
        postgres.start()
        valkey.start()
        try:
            await _measure(postgres.ensure_database("calendar"), valkey.url)
        finally:
            valkey.stop()
            postgres.stop()


async def _measure(database_url: str, redis_url: str) -> None:
    await asyncio.to_thread(migrate, read_settings(database_url=database_url).database_url)
    began = time.process_time()
    body = write_ics("bench", _events())
    print(f"writing {MOST_EVENTS:,} entries: {time.process_time() - began:.2f} s of CPU, {len(body):,} bytes")
    token, etag = feed_token("bench", new_salt()), f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    connection = await asyncpg.connect(database_url)
    await connection.execute(_FEED, hash_of_token(token), gzip.compress(body, mtime=0), etag)
    await connection.close()
    with serving_api(database_url, redis_url) as (address, _):
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            await _fetches(client, f"/calendar/{token}.ics", etag)


async def _fetches(client: httpx.AsyncClient, path: str, etag: str) -> None:
    """Interleaved, because only ratios within one run are comparable."""
    asked: dict[str, tuple[str, dict[str, str], int]] = {
        "health": ("/health", {}, 200),
        "file": (path, {}, 200),
        "bare": (path, {"accept-encoding": "identity"}, 200),
        "known": (path, {"if-none-match": etag}, 304),
    }
    took: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(REPEATS):
        for name, (address, headers, status) in asked.items():
            began = time.perf_counter()
            answer = await client.get(address, headers=headers)
            took[name].append((time.perf_counter() - began) * 1000)
            assert answer.status_code == status, (name, answer.status_code)
    middle = {name: statistics.median(times) for name, times in took.items()}
    for name, times in took.items():
        print(
            f"{name:<8} p50 {middle[name]:6.1f} ms, max {max(times):6.1f} ms, {middle[name] / middle['health']:5.1f} x health"
        )
    print(f"the whole file within {TARGET_MS:g} ms: {'met' if middle['file'] <= TARGET_MS else 'MISSED'}")


def _events() -> list[FeedEvent]:
    at = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    return [
        FeedEvent(
            f"task-{n}@planner.example.com",
            f"Call Novak about the spindle, offer {n}; «до пятницы»",
            at + n * hour,
            at,
            at + (n + 1) * hour,
            busy=True,
            sequence=3,
            description=f"#{n}",
            category="Repairs",
        )
        for n in range(MOST_EVENTS)
    ]


if __name__ == "__main__":
    asyncio.run(main())
