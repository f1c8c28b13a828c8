"""What the pages tell, asked for as a script asks: each number against what really happened."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from api.dashboard.auth.sessions import Sessions
from api.dashboard.json_api import commands, queries
from api.dashboard.pages import (
    audit,
    charts,
    dead_letters,
    jobs,
    lanes,
    outbox,
    overview,
    schedules,
    traces,
    usage,
)
from models.queue import keys
from models.runtime import clock
from models.runtime.clock import wall_ms
from models.tables.job_run import JobRun
from tests.invariants.service_faults import rows
from tests.patience import PATIENCE_SECONDS
from tests.planner import OWNER, Planner, Stores

PAGES = (overview, jobs, dead_letters, lanes, traces, schedules, outbox, usage, audit, charts)
# A twin that is called otherwise than its page.
NAMED = {
    "": "/overview",
    "/schedules/{schedule_id}": "/schedules/{schedule_id}/runs",
    "/schedules/{schedule_id}/act": "/schedules/{schedule_id}/{action}",
}


@asynccontextmanager
async def script(planner: Planner) -> AsyncIterator[httpx.AsyncClient]:
    _, word = Sessions(planner.settings, planner.redis).start("script", "viewer", wall_ms() // 1000)
    headers = {"authorization": f"Bearer {word}"}
    async with httpx.AsyncClient(
        base_url=f"{planner.url}/dashboard/api", timeout=60, headers=headers
    ) as client:
        yield client


def methods(*modules) -> Iterator[tuple[str, str]]:
    for module in modules:
        for route in module.router.routes:
            yield from ((method, route.path) for method in route.methods)


def test_every_page_and_every_button_has_a_twin_for_scripts() -> None:
    twins = set(methods(queries, commands))
    pages = set(methods(*PAGES))
    assert len(pages) > 15
    assert {(method, NAMED.get(path, path)) for method, path in pages} - twins == set()


async def test_the_overview_tells_what_runs_how_long_it_takes_and_how_the_stores_are(stores: Stores) -> None:
    async with Planner.running(
        stores,
        with_model=True,
        understanding="openai",
        openai_timeout_seconds=120,
        dashboard_password="x" * 20,
    ) as planner:
        await planner.tell("/start")
        await planner.tell("Call Anna")
        await planner.openai.inject("*", "hang", times=None)
        await planner.telegram.say("Call Boris")
        (run,) = await planner.eventually(
            select(JobRun).where(JobRun.state == "running", JobRun.job_name == "handle_update")
        )
        async with script(planner) as client, asyncio.timeout(PATIENCE_SECONDS):
            # The heartbeat tells what runs, every five seconds.
            while True:
                told = (await client.get("/overview")).json()
                if told["workers"] and run.job_id in told["workers"][0]["running"]:
                    break
                await asyncio.sleep(0.1)
        (worker,) = told["workers"]
        assert worker["worker_id"] == run.worker_id
        assert worker["memory_kb"] > 10_000
        assert worker["version"] not in ("", "?")
        assert worker["completed"] >= 2
        assert worker["beat_age"] < 60
        assert told["rows"]["running"] == 1
        assert told["queue"]["oldest_update_age"] > 0
        assert told["rows"]["unsent_age"] is None
        assert told["rows"]["database_bytes"] > 1_000_000
        assert 0 < told["rows"]["database_connections"] < told["rows"]["database_max_connections"]
        assert told["rows"]["database_version"].startswith("1")
        redis = told["redis"]
        assert (redis["policy"], redis["max_bytes"]) == ("noeviction", 48 * 1_048_576)
        assert 0 < redis["used_bytes"] < redis["max_bytes"]
        assert redis["ping_ms"] > 0
        handled = next(one for one in told["latencies"] if one["name"] == "handle_update")
        assert 0 < handled["run_p50"] <= handled["run_p95"] <= handled["run_p99"]
        assert 0 <= handled["wait_p50"] <= handled["wait_p95"] <= handled["wait_p99"]
        minutes = told["done_per_minute"]["handle_update"]
        assert (len(minutes), sum(minutes)) == (60, 2)


async def test_a_lane_says_what_holds_it_up_and_when_it_is_stuck(guarded: Planner) -> None:
    await guarded.tell("/start")
    await guarded.stop_workers()
    for words in ("Call Anna", "Call Boris"):
        await guarded.telegram.say(words)
    lane = keys.lane_of_chat(OWNER)
    while await guarded.redis.llen(keys.LANE + lane) < 2:
        await asyncio.sleep(0)
    async with script(guarded) as client:
        (told,) = (await client.get("/lanes")).json()
        assert (told["lane"], told["waiting"], told["stuck"]) == (lane, 2, False)
        assert told["why"] == "No worker is alive."
        assert len((await client.get(f"/lanes/{lane}")).json()) == 2

        await guarded.redis.zadd(keys.WORKERS, {"w": wall_ms()})
        await guarded.redis.hset(keys.WORKER + "w", mapping={"started": wall_ms()})
        await guarded.redis.zadd(keys.LANES, {lane: wall_ms() - 61_000})
        (told,) = (await client.get("/lanes")).json()
        assert (told["state"], told["stuck"], told["why"]) == ("queued", True, "Waiting for a free worker.")
        async with guarded.database.transaction() as session:
            await session.execute(text("LOCK TABLE job_run IN ACCESS EXCLUSIVE MODE"))
            (told,) = (await client.get("/lanes")).json()
            assert told["why"].startswith(
                "PostgreSQL does not answer (QueryCanceledError): it is away, or a table is locked."
            )
            assert told["waiting"] == 2

        await guarded.redis.zrem(keys.QUEUE, keys.job_of_update(told["head"]))
        (told,) = (await client.get("/lanes")).json()
        assert (told["state"], "reconciler" in told["why"]) == ("missing", True)


async def test_jobs_are_found_by_their_queue_and_by_their_time(guarded: Planner) -> None:
    await guarded.tell("/start")
    card = await guarded.tell("Call Anna")
    await guarded.press(card, "Undo")
    async with script(guarded) as client:

        async def found(**asked: str) -> set[str]:
            told = (await client.get("/jobs", params=asked)).json()
            return {job["name"] for job in told["page"]["jobs"]}

        (tapped,) = await rows(guarded, "SELECT job_id FROM job_run WHERE arguments->>'lane' LIKE 'tap:%'")
        for name in ("callbacks", "taps"):
            of_buttons = (await client.get("/jobs", params={"queue": name})).json()
            assert [job["job_id"] for job in of_buttons["page"]["jobs"]] == [tapped.job_id], name
            assert of_buttons["count"] == 1
        assert (await client.get(f"/jobs/{tapped.job_id}")).json()["queue"] == "callbacks"
        assert await found(queue="messages") == {"handle_update"}
        direct = await found(queue="direct")
        assert "deliver_message" in direct
        assert "handle_update" not in direct
        assert (await client.get("/jobs", params={"queue": "other"})).status_code == 422

        later = (clock.now() + dt.timedelta(seconds=1)).isoformat()
        assert await found(since=later) == set()
        assert "handle_update" in await found(until=later)

        await guarded.stop_workers()
        await guarded.telegram.say("Call Boris")
        while not await guarded.redis.zcard(keys.QUEUE):
            await asyncio.sleep(0)
        for queue, count in (("messages", 1), ("callbacks", 0), ("direct", 0)):
            waiting = (await client.get("/pending-jobs", params={"queue": queue})).json()
            assert len(waiting["jobs"]) == count, queue


_CALLS = """
INSERT INTO model_call (workspace_id, trace_id, step, prompt_hash, purpose, model, state, tokens_in, tokens_cached,
                        tokens_out, reserved_micros, cost_micros, created_at)
SELECT workspace_id, trace_id, 'read', 'h', 'understanding', 'm-1', 'settled', 1000, 0, 100, 0, 900, now()
FROM operation WHERE kind = 'capture'
"""


async def test_cost_is_told_by_business_purpose_model_and_day(guarded: Planner) -> None:
    await guarded.tell("/start")
    await guarded.tell("/business Repair: spindle")
    await guarded.tell("/business Trade: customs")
    await guarded.tell("Fix the spindle")
    await guarded.tell("Clear the customs")
    await guarded.tell("Fix the spindle once more and clear the customs papers, and buy milk")
    await rows(guarded, _CALLS)
    async with script(guarded) as client:
        told = (await client.get("/usage")).json()
    businesses = {one["name"]: (one["calls"], one["tokens_in"], one["micros"]) for one in told["businesses"]}
    # The third message touched tasks of both firms and one of none: its price is shared between them.
    assert businesses == {
        "Repair": (2, 1333, 1200),
        "Trade": (2, 1333, 1200),
        "no business": (1, 333, 300),
    }
    assert [(one["name"], one["micros"]) for one in told["purposes"]] == [("understanding", 2700)]
    assert [(one["name"], one["micros"]) for one in told["models"]] == [("m-1", 2700)]
    assert (len(told["days"]), told["days"][-1]["micros"]) == (30, 2700)


@pytest.mark.parametrize("asked", [{"state": "nonsense"}, {"sort": "nonsense"}])
async def test_what_cannot_be_meant_is_refused(guarded: Planner, asked: dict[str, str]) -> None:
    async with script(guarded) as client:
        assert (await client.get("/jobs", params=asked)).status_code == 422
