"""The same hands from a terminal."""

import asyncio
import json

import pytest
from sqlmodel import col, select
from typer import Typer
from typer.testing import CliRunner, Result

from models.queue import keys
from models.runtime.settings import settings
from models.tables.dead_letter import DeadLetter
from models.tables.job_run import JobRun
from models.tables.task import Task
from ops.jobs import app as jobs
from tests.invariants.service_faults import rows
from tests.planner import OWNER, Planner


@pytest.fixture
def cli(planner: Planner, monkeypatch: pytest.MonkeyPatch):
    """`planner …` with this planner's stores in the environment."""
    monkeypatch.setenv("DATABASE_URL", planner.settings.database_url)
    monkeypatch.setenv("REDIS_URL", planner.settings.redis_url)
    settings.cache_clear()
    whole = Typer()
    whole.add_typer(jobs.app, name="jobs")
    whole.command("trace")(jobs.show_trace)

    async def run(*words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, whole, list(words))

    yield run
    settings.cache_clear()


async def test_jobs_are_listed_shown_and_traced(planner: Planner, cli) -> None:
    await planner.tell("/start")
    card = await planner.tell("Call the secret supplier")
    listed = await cli("jobs", "list", "--name", "handle_update")
    assert listed.exit_code == 0, listed.output
    assert listed.output.count("handle_update") == 2
    (run,) = (
        await planner.rows(
            select(JobRun).where(JobRun.job_name == "handle_update").order_by(col(JobRun.id).desc())
        )
    )[:1]
    shown = await cli("jobs", "show", run.job_id)
    assert "attempt 1  done" in shown.output
    assert "made: 1 task; 1 operation; 1 task_event" in shown.output
    update_id = run.job_id.removeprefix("update:")
    traced = await cli("trace", update_id)
    assert "Received by the webhook" in traced.output
    assert str(card.id) in traced.output
    whole = await cli("trace", update_id, "--json")
    assert json.loads(whole.output)["trace_id"] == f"u{update_id}"
    assert "secret" not in traced.output + whole.output


async def test_a_waiting_job_is_cancelled_and_sent_again(planner: Planner, cli) -> None:
    await planner.tell("/start")
    await planner.stop_workers()
    await planner.telegram.say("Call Anna")
    lane = keys.LANE + keys.lane_of_chat(OWNER)
    while not await planner.redis.llen(lane):
        await asyncio.sleep(0)
    job_id = keys.job_of_update((await planner.redis.lindex(lane, 0)).decode())
    assert job_id in (await cli("jobs", "list", "--state", "queued")).output
    assert keys.lane_of_chat(OWNER) in (await cli("jobs", "lanes")).output

    assert "is cancelled" in (await cli("jobs", "cancel", job_id)).output
    assert await planner.redis.llen(lane) == 0
    assert "Cancelled by an operator" in (await cli("jobs", "dead-letters")).output

    assert "queued again" in (await cli("jobs", "retry", job_id)).output
    planner.start_worker()
    await planner.settled()
    assert [task.title for task in await planner.rows(select(Task))] == ["Call Anna"]
    (letter,) = await planner.rows(select(DeadLetter))
    assert letter.resolution == "retried"


async def test_an_unknown_job_ends_with_a_word_and_code_one(cli) -> None:
    told = await cli("jobs", "show", "update:1")
    assert told.exit_code == 1
    assert "There is no job update:1" in told.output
    assert (await cli("trace", "1")).exit_code == 1


async def test_an_order_that_does_nothing_and_a_state_that_is_none_are_errors(planner: Planner, cli) -> None:
    for words in (
        ("jobs", "list", "--state", "bogus"),
        ("jobs", "retry"),
        ("jobs", "retry", "update:1"),
        ("jobs", "retry", "--all-of", "handle_update"),
        ("jobs", "cancel", "update:1"),
        ("jobs", "run", "update:1"),
    ):
        assert (await cli(*words)).exit_code == 1, words
    assert (await cli("jobs", "list", "--state", "failed")).exit_code == 0


async def test_a_job_with_a_dead_letter_is_shown_with_it(planner: Planner, cli) -> None:
    await planner.tell("/start")
    (run,) = await planner.rows(select(JobRun).where(JobRun.job_name == "handle_update"))
    await rows(
        planner,
        """INSERT INTO dead_letter (job_id, job_name, arguments, attempts, error, dead_at)
           VALUES (:job, 'handle_update', '{}', 4, 'ValueError', now())""",
        job=run.job_id,
    )
    shown = await cli("jobs", "show", run.job_id)
    assert shown.exit_code == 0
    assert "after 4 attempts" in shown.output


async def test_a_password_is_hashed_for_the_settings(cli) -> None:
    from api.dashboard.auth.passwords import DEFAULT_COST, password_matches

    told = await asyncio.to_thread(CliRunner().invoke, jobs.app, ["password"], "open sesame\nopen sesame\n")
    kept = told.output.strip().splitlines()[-1]
    assert "sesame" not in kept
    assert password_matches("open sesame", kept)
    assert not password_matches("open sesam", kept)
    assert kept.startswith(f"scrypt:{DEFAULT_COST}:")
