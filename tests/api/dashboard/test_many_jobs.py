"""A hundred thousand jobs: found, sorted and paged through."""

from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from api.dashboard.auth.sessions import Sessions
from models.console.job_queries import JOB_SORTS, JobFilter, count_jobs, delete_jobs, find_jobs
from models.console.page_cursor import BadCursorError
from models.console.postgres_pool import PostgresPool
from models.runtime import clock
from models.runtime.clock import wall_ms
from tests.api.dashboard.conftest import Visit
from tests.planner import Planner, Stores

_MANY = """
INSERT INTO job_run (job_id, job_name, arguments, attempt, worker_id, trace_id, state, enqueued_at, started_at,
                     finished_at, error)
SELECT 'update:' || n, CASE n % 3 WHEN 0 THEN 'embed_tasks' ELSE 'handle_update' END,
  jsonb_build_object('update_id', n, 'lane', 'chat:' || 1000 + n % 500), 1, 'w1', 'u' || n,
  CASE WHEN n % 1000 = 0 THEN 'dead' ELSE 'done' END, at, at, at + (n % 700) * interval '1 ms',
  CASE WHEN n % 1000 = 0 THEN 'ValueError: the boiler is cold' END
FROM (SELECT n, $1::timestamptz - (100000 - n) * interval '10 ms' AS at FROM generate_series(1, 100000) n) made
"""


async def _fill(url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(_MANY, clock.now())
    await connection.execute("ANALYZE job_run")
    await connection.close()


@pytest.fixture(scope="module")
async def filled(stores: Stores) -> AsyncIterator[str]:
    """The address of one filled database, for all that only looks for what happened to every thousandth job."""
    name, url = stores.new_database()
    await _fill(url)
    yield url
    stores.postgres.drop_database(name)


async def test_a_hundred_thousand_jobs_are_filtered_by_hand(visit: Visit) -> None:
    await _fill(visit.planner.settings.database_url)
    page = await visit.log_in()
    await visit.follow("nav >> text=Jobs")
    assert "10,000+ jobs" in await page.inner_text(".count")
    await page.fill("[data-search]", "boiler")
    await page.locator(".count", has_text="100 jobs").wait_for()
    assert await page.locator("[data-row]").count() == 50
    await visit.follow("text=Older →")
    assert await page.locator("[data-row]").count() == 50
    assert await page.locator("text=Older →").count() == 0
    await visit.follow("text=← Newer")
    await page.select_option("select[name=name]", "embed_tasks")
    await page.locator(".count", has_text="33 jobs").wait_for()
    await page.fill("input[name=chat]", "1000")
    await page.locator(".count", has_text="33 jobs").wait_for()
    await page.fill("input[name=chat]", "1001")
    await page.locator("text=No matching jobs").wait_for()


async def test_every_order_of_the_list_is_read_from_an_index(filled: str) -> None:
    connection = await asyncpg.connect(filled.replace("+asyncpg", ""))
    for name, (expression, _) in JOB_SORTS.items():
        order = f"SELECT r.id FROM job_run r ORDER BY {expression} DESC, r.id DESC LIMIT 51"
        plan = "\n".join(line for (line,) in await connection.fetch(f"EXPLAIN {order}"))
        assert "Index" in plan, (name, plan)
        assert "Sort" not in plan, (name, plan)
    await connection.close()


@pytest.mark.parametrize("sort", ["started", "duration", "wait", "attempts"])
@pytest.mark.parametrize("ascending", [True, False])
async def test_paging_there_and_back_shows_every_job_once(filled: str, sort: str, ascending: bool) -> None:
    postgres = PostgresPool(filled)
    seen: list[int] = []
    pages, cursor = [], ""
    async with postgres.connection() as connection:
        wanted = JobFilter(text="boiler", sort=sort, ascending=ascending, limit=7)
        while True:
            found = await find_jobs(
                connection, JobFilter(text="boiler", sort=sort, ascending=ascending, limit=7, cursor=cursor)
            )
            pages.append([job.run_id for job in found.jobs])
            seen += pages[-1]
            if not found.next:
                break
            cursor = found.next
        assert len(seen) == len(set(seen)) == 100 == (await count_jobs(connection, wanted))[0]
        for earlier in reversed(pages[:-1]):
            found = await find_jobs(
                connection,
                JobFilter(text="boiler", sort=sort, ascending=ascending, limit=7, cursor=found.previous),
            )
            assert [job.run_id for job in found.jobs] == earlier
        assert found.previous == ""
    await postgres.close()


async def test_a_text_means_itself_and_a_broken_page_word_is_refused(filled: str) -> None:
    postgres = PostgresPool(filled)
    async with postgres.connection() as connection:
        assert (await find_jobs(connection, JobFilter(text="%"))).jobs == []
        assert (await find_jobs(connection, JobFilter(text="update_1"))).jobs == []
        for word in ("x", "bnVsbA", "W10", "W3t9LDEsMCwwXQ"):
            with pytest.raises(BadCursorError):
                await find_jobs(connection, JobFilter(cursor=word))
        assert await delete_jobs(connection, ["update:1", "update:2"]) == 2
        assert (await find_jobs(connection, JobFilter(text="update:1000"))).jobs[0].state == "dead"
    await postgres.close()


async def test_scripts_can_do_what_hands_can(guarded: Planner) -> None:
    await _fill(guarded.settings.database_url)
    async with httpx.AsyncClient(base_url=f"{guarded.url}/dashboard/api", timeout=60) as client:
        assert (await client.get("/jobs")).status_code == 401
        assert (await client.post("/session", json={"password": "guess"})).status_code == 401
        token = (await client.post("/session", json={"password": "correct horse battery staple"})).json()[
            "token"
        ]
        client.headers["authorization"] = f"Bearer {token}"
        found = (await client.get("/jobs", params={"text": "boiler", "limit": 2, "sort": "duration"})).json()
        assert (found["count"], found["more"], len(found["page"]["jobs"])) == (100, False, 2)
        for path in (
            "/overview",
            "/pending-jobs",
            "/dead-letters",
            "/dead-letters/kinds",
            "/lanes",
            "/schedules",
            "/outbox",
            "/usage",
            "/estimates",
            "/jobs/update:5",
            "/traces/u5",
        ):
            assert (await client.get(path)).status_code == 200, path
        acted = await client.post("/jobs/act", json={"action": "delete", "job_ids": ["update:5", "update:6"]})
        assert {result["outcome"] for result in acted.json().values()} == {"done"}
        assert (await client.get("/jobs/update:5")).status_code == 404
        assert (await client.get("/jobs", params={"page": "broken"})).status_code == 422
        paths = (await client.get("/openapi.json")).json()["paths"]
        assert {"/dashboard/api/jobs", "/dashboard/api/dead-letters/{dead_letter_id}/retry"} <= paths.keys()
        assert (await client.delete("/session")).status_code == 204
        assert (await client.get("/jobs")).status_code == 401


async def test_a_viewers_token_may_not_act(guarded: Planner) -> None:
    _, word = Sessions(guarded.settings, guarded.redis).start("script", "viewer", wall_ms() // 1000)
    async with httpx.AsyncClient(
        base_url=guarded.url, timeout=60, headers={"authorization": f"Bearer {word}"}
    ) as client:
        assert (await client.get("/dashboard/api/overview")).status_code == 200
        wish = {"action": "cancel", "job_ids": ["update:1"]}
        assert (await client.post("/dashboard/api/jobs/act", json=wish)).status_code == 403
