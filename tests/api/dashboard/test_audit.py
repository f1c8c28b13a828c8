"""What operators do is on the audit page: logins, orders, looks at texts, from the dashboard, scripts and a terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from sqlalchemy import text
from sqlmodel import select

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.tables.operator_action import OperatorAction
from ops.jobs.actions import cancel_each
from tests.api.dashboard.conftest import PASSWORD, VIEWER, Visit
from tests.invariants.service_faults import rows
from tests.planner import Planner
from worker.retention import prune_history

DEAD = """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
          VALUES (:id, 'embed_tasks', '{"operation_id": 1, "workspace_id": 1, "trace": "u1"}', 4, 'ValueError: x', now())"""
OLD = """INSERT INTO operator_action (done_at, actor, via, action, target, outcome, note)
         VALUES (now() - interval '366 days', 'operator', 'dashboard', 'old', '', 'done', '')"""


@asynccontextmanager
async def script(planner: Planner, password: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{planner.url}/dashboard/api", timeout=60) as client:
        token = (await client.post("/session", json={"password": password})).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def test_what_operators_did_is_recorded_and_shown(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await rows(planner, DEAD, id="embed:1")
    await rows(planner, DEAD, id="embed:2")
    await visit.log_in("wrong")
    page = await visit.log_in()
    for dead_letter in (1, 2):
        await visit.open(f"/dead-letters/{dead_letter}")
        if dead_letter == 1:
            await visit.follow("text=Retry")
        else:
            await page.fill('input[name="reason"]', "it is old")
            await visit.follow("button:has-text('Discard')")
    await visit.open("/schedules?kind=morning_digest")
    await visit.follow("button:has-text('Pause')")
    (update,) = [row.trace_id for row in await rows(planner, "SELECT trace_id FROM inbound_update")]
    await visit.open(f"/traces/{update}")
    await visit.follow("text=Show texts")
    async with script(planner, PASSWORD) as operator:
        await operator.post("/jobs/act", json={"action": "run_now", "job_ids": ["embed:9"]})
        postgres = PostgresPool(planner.settings.database_url)
        await cancel_each(OperatorContext(postgres, planner.redis), ["update:404"])
        await postgres.close()
        found = (await operator.get("/audit")).json()["actions"]
        assert (await operator.get("/audit", params={"text": "it is OLD"})).json()["actions"] == [
            each for each in found if each["action"] == "discard"
        ]
        assert (
            len((await operator.get("/audit", params={"action": "login", "hours": 1})).json()["actions"]) == 3
        )
    assert [(each["via"], each["action"], each["target"], each["outcome"]) for each in reversed(found)] == [
        ("dashboard", "login", "", "refused"),
        ("dashboard", "login", "", "done"),
        ("dashboard", "retry", "dead letter 1", "done"),
        ("dashboard", "discard", "dead letter 2", "done"),
        ("dashboard", "schedule_pause", "schedule 1", "done"),
        ("dashboard", "show_text", f"trace {update}", "done"),
        ("script", "login", "", "done"),
        ("script", "run_now", "embed:9", "nothing"),
        ("terminal", "cancel", "update:404", "nothing"),
    ]
    await visit.open("/audit?text=discarded")
    assert "No matching actions." in await page.inner_text("main")
    await visit.open("/audit")
    assert await page.locator("[data-row]").count() == len(found)
    words = await page.inner_text("main")
    assert "it is old" in words
    assert "127.0.0.1" in words
    async with script(planner, VIEWER) as viewer:
        assert {each["address"] for each in (await viewer.get("/audit")).json()["actions"]} == {None}
    await rows(planner, OLD)
    await prune_history(planner.workers[0].services)
    kept = await planner.rows(select(OperatorAction))
    assert len(kept) == len(found) + 1
    assert "old" not in {each.action for each in kept}


async def test_whoever_logs_in_while_the_record_is_away_gets_in_and_the_log_says_so(visit: Visit) -> None:
    async with visit.planner.database.transaction() as session:
        await session.execute(text("ALTER TABLE operator_action RENAME TO away"))
    try:
        with structlog.testing.capture_logs() as lines:
            page = await visit.log_in()
        assert await page.inner_text("h1") == "Overview"
    finally:
        async with visit.planner.database.transaction() as session:
            await session.execute(text("ALTER TABLE away RENAME TO operator_action"))
    assert "operator_action_not_recorded" in {line["event"] for line in lines}
