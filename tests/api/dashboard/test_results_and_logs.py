"""What a job did and what it logged, as an operator, a script and a reader without rights see it."""

from collections.abc import Iterator

import httpx
import pytest
import structlog
from sqlmodel import col, select

from api.dashboard.auth.sessions import Sessions
from models.runtime.clock import wall_ms
from models.tables.attempt_log import keep_line
from models.tables.job_run import JobRun
from tests.api.dashboard.conftest import Visit
from tests.planner import Planner


@pytest.fixture(autouse=True)
def lines_are_kept() -> Iterator[None]:
    """As worker/main.py sets its logs up."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, keep_line, structlog.processors.JSONRenderer()]
    )
    yield
    structlog.reset_defaults()


async def newest(planner: Planner, name: str) -> JobRun:
    found = select(JobRun).where(JobRun.job_name == name, JobRun.state == "done")
    return (await planner.eventually(found.order_by(col(JobRun.id).desc())))[0]


async def test_a_jobs_page_shows_what_it_did_and_logged_but_nobodys_words(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    card = await planner.tell("Call the secret supplier")
    page = await visit.log_in()
    handled = await newest(planner, "handle_update")
    await visit.open(f"/jobs/{handled.job_id}")
    result = await page.inner_text("dl[aria-label=Result]")
    assert "1 task, 1 operation, 1 task_event" in " ".join(result.split())
    assert "rules" in result
    assert "secret" not in await page.inner_text("main")

    sent = await newest(planner, "deliver_message")
    await visit.open(f"/jobs/{sent.job_id}")
    assert f"{sent.arguments['outbound_id']} → {card.id}" in await page.inner_text("dl[aria-label=Result]")
    await page.click("summary:has-text('Log: 1 line')")
    line = await page.inner_text(".log li")
    assert "message_sent" in line
    assert f"message_id {card.id}" in line


async def test_a_script_gets_the_result_and_the_log(guarded: Planner) -> None:
    await guarded.tell("/start")
    card = await guarded.tell("Call Anna")
    sent = await newest(guarded, "deliver_message")
    _, word = Sessions(guarded.settings, guarded.redis).start("script", "viewer", wall_ms() // 1000)
    async with httpx.AsyncClient(
        base_url=guarded.url, timeout=60, headers={"authorization": f"Bearer {word}"}
    ) as client:
        told = (await client.get(f"/dashboard/api/jobs/{sent.job_id}")).json()
    (attempt,) = told["attempts"]
    assert attempt["result"]["sent"] == {str(sent.arguments["outbound_id"]): card.id}
    assert [line["event"] for line in attempt["log"]] == ["message_sent"]
