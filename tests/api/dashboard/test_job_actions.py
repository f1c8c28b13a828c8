"""An operator's day in a real browser."""

import asyncio

from sqlmodel import col, select

from models.console.operator_context import OperatorContext
from models.console.postgres_pool import PostgresPool
from models.console.run_job_now import run_job_now
from models.queue import keys
from models.runtime.clock import wall_ms
from models.tables.dead_letter import DeadLetter
from models.tables.job_run import JobRun
from models.tables.task import Task
from tests.api.dashboard.conftest import PASSWORD, Visit
from tests.models.console.conftest import Poison
from tests.patience import PATIENCE_SECONDS
from tests.planner import OWNER, Planner, Stores


async def test_a_dead_letter_is_retried_and_seen_done(visit: Visit, poison: Poison) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await poison.works()
    await planner.telegram.say("Buy poison for the rats")
    (run,) = await planner.eventually(select(JobRun).where(JobRun.state == "retry"))
    # Without a worker, and with an hour to its next attempt, the job keeps waiting however long login and page take.
    await planner.jobs_ended()
    await planner.stop_workers()
    await planner.redis.zadd(keys.QUEUE, {run.job_id: wall_ms() + 3_600_000})
    page = await visit.log_in()
    await visit.open(f"/jobs/{run.job_id}")
    await visit.follow("text=Run now")
    assert "starts as soon as" in await visit.said()
    planner.start_worker()
    postgres = PostgresPool(planner.settings.database_url)
    while not await planner.rows(select(DeadLetter)):
        await run_job_now(OperatorContext(postgres, planner.redis), run.job_id)
    await postgres.close()
    await poison.ends()

    await visit.follow("nav >> text=Dead letters")
    assert "this title is poison" in await page.inner_text(".rows")
    assert "rats" not in await page.inner_text("main"), "a person's words are shown without being asked for"
    await visit.follow(".rows >> text=Retry")
    assert "queued again" in await visit.said()
    await planner.settled()

    await visit.open(f"/jobs/{run.job_id}")
    assert "done" in await page.inner_text("h1")
    attempts = await page.locator(".attempt").count()
    assert attempts == 5
    assert [task.title for task in await planner.rows(select(Task))] == ["Buy poison for the rats"]


async def test_a_persons_words_are_shown_only_on_demand(visit: Visit, poison: Poison) -> None:
    planner = visit.planner
    await planner.tell("/start")
    page = await visit.log_in()
    await planner.tell("Call the secret supplier")
    (run,) = (
        await planner.rows(
            select(JobRun).where(JobRun.job_name == "handle_update").order_by(col(JobRun.id).desc())
        )
    )[:1]
    await visit.open(f"/traces/{run.trace_id}")
    assert "secret" not in (await page.content()).lower()
    await visit.follow("text=Show texts")
    assert "secret supplier" in await page.inner_text("main")


async def test_a_running_job_is_cancelled_from_its_page(stores: Stores, browser) -> None:
    async with Planner.running(
        stores,
        with_model=True,
        understanding="openai",
        openai_timeout_seconds=120,
        dashboard_password=PASSWORD,
    ) as planner:
        context = await browser.new_context()
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        page = await context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        visit = Visit(planner, context, page)
        await planner.tell("/start")
        await planner.openai.inject("*", "hang", times=None)
        await planner.telegram.say("Call Anna")
        (run,) = await planner.eventually(
            select(JobRun).where(JobRun.state == "running", JobRun.job_name == "handle_update")
        )
        await visit.log_in()
        await visit.open(f"/jobs/{run.job_id}")
        assert "running" in await page.inner_text("h1")
        await visit.follow("button:has-text('Cancel')")
        assert "asked to stop" in await visit.said()
        # The page follows by itself: nobody reloads it.
        await page.wait_for_selector("h1:has-text('cancelled')")
        await page.wait_for_selector("text=Cancelled by an operator.")
        await context.close()


async def test_waiting_messages_of_a_chat_are_seen_and_one_is_cancelled(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await planner.stop_workers()
    lane = keys.LANE + keys.lane_of_chat(OWNER)
    for words in ("Call Anna", "Call Boris"):
        await planner.telegram.say(words)
    while await planner.redis.llen(lane) < 2:
        await asyncio.sleep(0)
    page = await visit.log_in()
    assert "No worker is alive" in await page.inner_text("main")
    await visit.follow("nav >> text=Chats waiting")
    row = page.locator("[data-row]")
    assert keys.lane_of_chat(OWNER) in await row.inner_text()
    assert "queued" in await row.inner_text()
    await visit.follow("[data-row] >> td a")
    await visit.follow("button:has-text('Cancel')")
    assert "is cancelled" in await visit.said()
    planner.start_worker()
    await planner.settled()
    assert [task.title for task in await planner.rows(select(Task))] == ["Call Boris"]


async def test_one_message_is_followed_from_webhook_to_telegram(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    card = await planner.tell("Tomorrow morning call the mill supplier, about half an hour")
    page = await visit.log_in()
    await visit.follow("nav >> text=Traces")
    await visit.follow("[data-row] >> nth=0 >> a")
    text = await page.inner_text(".trace")
    for words in (
        "Received by the webhook",
        "handle_update",
        "task #1: created",
        f"Telegram message {card.id}",
    ):
        assert words in text
    times = await page.locator(".trace time").evaluate_all("all => all.map(one => one.dateTime)")
    assert times == sorted(times)


async def test_a_schedule_is_paused_and_run_now(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await planner.tell("Call Anna today")
    page = await visit.log_in()
    await visit.follow("nav >> text=Schedules")
    await visit.follow("button:has-text('Pause')")
    assert await visit.said() == "Paused."
    assert "paused" in await page.inner_text(".rows")
    await visit.follow("button:has-text('Resume')")
    await visit.follow("button:has-text('Run now')")
    assert "queued" in await visit.said()
    await planner.settled()
    await visit.follow("button:has-text('Run now')")
    assert "once a day" in await visit.said()


async def test_the_overview_moves_by_itself(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    page = await visit.log_in()
    assert "Workers" in await page.inner_text("main")
    await planner.stop_workers()
    await page.wait_for_selector("text=No worker is alive")


async def test_keys_move_search_and_retry(visit: Visit) -> None:
    planner = visit.planner
    await planner.tell("/start")
    page = await visit.log_in()
    await visit.open("/jobs")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    chosen = page.locator('[aria-selected="true"]')
    assert await chosen.count() == 1
    await page.keyboard.press("k")
    await page.keyboard.press("?")
    assert await page.locator("#keys").is_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("r")
    assert "nothing to retry" in await visit.said()
    await page.keyboard.press("/")
    await page.keyboard.type("deliver")
    await page.wait_for_url("**text=deliver**")
    await page.locator("[data-row] .id", has_text="update:").first.wait_for(state="detached")
    assert all(job.startswith("deliver") for job in await page.locator("[data-row] .id").all_inner_texts())


async def test_every_page_is_read_without_javascript(visit: Visit, browser) -> None:
    planner = visit.planner
    await planner.tell("/start")
    await planner.tell("Call Anna")
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    plain = Visit(planner, context, page)
    await plain.log_in()
    for name in (
        "Overview",
        "Jobs",
        "Dead letters",
        "Chats waiting",
        "Traces",
        "Schedules",
        "Outbox",
        "Usage",
        "Estimates",
    ):
        await plain.follow(f"nav[aria-label=Pages] >> text={name}")
        assert await page.inner_text("h1") == name
    await page.goto(f"{planner.url}/dashboard/jobs?text=deliver&sort=duration")
    assert await page.locator("[data-row]").count() > 0
    await context.close()
