"""Many at once, by hand and by key: chosen jobs are cancelled and deleted, letters of a kind sent again in order."""

import asyncio

import structlog
from sqlmodel import col, select

from models.queue import keys
from models.tables.dead_letter import DeadLetter
from models.tables.job_run import JobRun
from models.tables.task import Task
from tests.api.dashboard.conftest import Visit
from tests.planner import OWNER


async def test_chosen_jobs_are_cancelled_sent_again_in_order_and_deleted(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    # The answer is out before its job is: one stopped at its end would stand in the list.
    while await planner.redis.zcard(keys.QUEUE):
        await planner.tick()
    await planner.stop_workers()
    lane = keys.LANE + keys.lane_of_chat(OWNER)
    for number, words in enumerate(("Call Anna", "Call Boris", "Call Clara", "Call Dora"), start=1):
        await planner.telegram.say(words)
        while await planner.redis.llen(lane) < number:
            await asyncio.sleep(0)
    page = await visit.log_in()
    # Three of the four are given up one by one; each makes the next the first of its lane.
    for _ in range(3):
        await visit.open("/jobs?state=queued")
        await page.keyboard.press("j")
        await page.keyboard.press("x")
        await visit.follow("button[value=cancel]")
        assert "is cancelled" in await visit.said()
    await visit.open("/dead-letters")
    assert "3" in await page.inner_text("table >> nth=0 >> tbody .n")

    await visit.open("/dead-letters")
    (last,) = (await planner.rows(select(DeadLetter).order_by(col(DeadLetter.id).desc())))[:1]
    await visit.open(f"/dead-letters/{last.id}")
    await page.fill("input[name=reason]", "said twice")
    await visit.follow("button:text-is('Discard')")
    assert await visit.said() == "Discarded."
    await visit.open(f"/dead-letters/{last.id}")
    assert "said twice" in await page.inner_text("main")

    await visit.open("/dead-letters")
    await visit.follow("button:has-text('Retry all')")
    assert await visit.said() == "2 queued again."
    planner.start_worker()
    await planner.settled()
    titles = [task.title for task in await planner.rows(select(Task).order_by(col(Task.number)))]
    assert titles == ["Call Anna", "Call Boris", "Call Dora"]

    await planner.stop_workers()
    for number, words in enumerate(("Call Eve", "Call Frank"), start=1):
        await planner.telegram.say(words)
        while await planner.redis.llen(lane) < number:
            await asyncio.sleep(0)
    await visit.open(f"/lanes/{keys.lane_of_chat(OWNER)}")
    assert "No worker is alive." in await page.inner_text("main")
    for _ in range(2):
        await visit.follow("button:text-is('Skip')")
        assert "is cancelled" in await visit.said()
    await visit.open("/dead-letters")
    # A letter alone, without a chosen row, retries nothing.
    await page.keyboard.press("r")
    await page.fill("tbody >> nth=0 >> input[name=reason]", "a rehearsal")
    await visit.follow("button:text-is('Discard all')")
    assert await visit.said() == "2 discarded."
    kept = await planner.rows(select(DeadLetter.reason).where(DeadLetter.reason == "a rehearsal"))
    assert len(kept) == 2

    await visit.open("/jobs?name=handle_update")
    before = await page.locator("[data-row]").count()
    await page.check("[data-all]")
    await visit.follow("button[value=delete]")
    assert await visit.said() == f"{before} of {before} done."
    assert await page.locator("text=No matching jobs").count() == 1
    gone = select(JobRun).where(JobRun.job_name == "handle_update", JobRun.state != "running")
    assert await planner.rows(gone) == []


async def test_dead_jobs_are_chosen_and_sent_again_together(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await planner.stop_workers()
    for user in (OWNER, 4242, 4243):
        await planner.telegram.say("Call Anna", user=user)
    while await planner.redis.zcard(keys.QUEUE) < 3:
        await asyncio.sleep(0)
    page = await visit.log_in()
    await visit.open("/jobs?state=queued&queue=messages")
    await page.check("[data-all]")
    await visit.follow("button[value=cancel]")
    assert await visit.said() == "3 of 3 done."
    letters = await planner.rows(select(DeadLetter))
    assert len(letters) == 3

    await visit.open("/jobs?state=cancelled")
    await page.check("[data-all]")
    await visit.follow("button[value=retry]")
    assert await visit.said() == "3 of 3 done."
    planner.start_worker()
    await planner.settled()
    assert [task.title for task in await planner.rows(select(Task))] == ["Call Anna"]
    assert {letter.resolution for letter in await planner.rows(select(DeadLetter))} == {"retried"}


async def test_enter_opens_the_row_that_is_chosen(visit: Visit) -> None:
    await visit.planner.tell("/start")
    page = await visit.log_in()
    await visit.open("/jobs")
    await page.keyboard.press("j")
    job_id = await page.inner_text('[aria-selected="true"] .id')
    async with page.expect_event("load"):
        await page.keyboard.press("Enter")
    assert job_id in await page.inner_text("h1")


async def test_that_words_were_shown_is_written_down(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await planner.tell("Call the secret supplier")
    (run,) = (
        await planner.rows(
            select(JobRun).where(JobRun.job_name == "handle_update").order_by(col(JobRun.id).desc())
        )
    )[:1]
    await visit.log_in()
    await visit.open(f"/traces/{run.trace_id}")
    with structlog.testing.capture_logs() as lines:
        await visit.follow("text=Show texts")
    (shown,) = [line for line in lines if line.get("action") == "show_text"]
    assert shown["target"] == f"trace {run.trace_id}"
    assert shown["who"] == "operator"
    assert "supplier" not in str(lines)
