"""Every attempt is kept with its error; the job is retried or becomes a dead letter with its payload."""

import asyncio

import pytest
from pydantic import SecretStr
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.queue.jobs import EmbedTasks
from models.queue.update_payload import UnreadableError
from models.runtime.tracebacks import MOST_BYTES
from tests.invariants.service_faults import rows, services_of
from tests.planner import Planner, Stores
from tests.worker.failing_jobs import ATTEMPT, JOB, failing
from worker.core.job_result import JobResult
from worker.queue.arq_worker import RetryLater
from worker.queue.attempts import Attempts
from worker.queue.retry_policy import MAX_STARTS, JobDefinition, PermanentError

RUNS = "SELECT attempt, state, error, traceback FROM job_run ORDER BY id"
LETTERS = "SELECT attempts, error, traceback FROM dead_letter"


@pytest.fixture
async def quiet(stores: Stores):
    async with Planner.running(stores, workers=0) as planner:
        yield planner


async def tried(services, kind: JobDefinition, times: int = 1) -> list[float]:
    """The waits asked for, try by try."""
    waits = []
    for _ in range(times):
        try:
            await Attempts(services, (kind,)).run(kind.name, dict(JOB), ATTEMPT)
        except RetryLater as wish:
            waits.append(wish.delay_seconds)
    return waits


async def test_each_failure_is_kept_and_the_last_rung_buries(quiet: Planner) -> None:
    async with services_of(quiet) as services:
        kind = JobDefinition(
            job=EmbedTasks, run=failing(RuntimeError("boom")), timeout_seconds=5, retry_delays=(1, 2)
        )
        assert await tried(services, kind, 3) == [1, 2]
    kept = await rows(quiet, RUNS)
    assert [(row.attempt, row.state) for row in kept] == [(1, "retry"), (2, "retry"), (3, "dead")]
    assert all("RuntimeError: boom" in row.error and "in run" in row.traceback for row in kept)
    [letter] = await rows(quiet, LETTERS)
    assert letter.attempts == 3
    assert "RuntimeError: boom" in letter.error
    assert "Traceback" in letter.traceback


async def test_a_permanent_error_is_dead_lettered_at_once(quiet: Planner) -> None:
    async with services_of(quiet) as services:
        assert (
            await tried(
                services,
                JobDefinition(
                    job=EmbedTasks,
                    run=failing(PermanentError("no use")),
                    timeout_seconds=5,
                    retry_delays=(1, 2),
                ),
            )
            == []
        )
    assert [row.error for row in await rows(quiet, LETTERS)] == ["PermanentError: no use"]


async def test_a_job_that_takes_too_long_climbs_the_ladder_and_leaves_its_traceback(quiet: Planner) -> None:
    async def hangs(_services, _job) -> None:
        await asyncio.Event().wait()

    async with services_of(quiet) as services:
        kind = JobDefinition(job=EmbedTasks, run=hangs, timeout_seconds=0.05, retry_delays=(1, 2))
        assert await tried(services, kind, 3) == [1, 2]
    assert [row.state for row in await rows(quiet, RUNS)] == ["retry", "retry", "dead"]
    [letter] = await rows(quiet, LETTERS)
    assert "longer than 0.05 s" in letter.error
    assert "hangs" in letter.traceback


async def test_a_store_that_is_away_is_not_held_against_the_job(quiet: Planner) -> None:
    left = [RedisAway("gone"), PoolTimeout("busy"), ConnectionRefusedError("down")]

    async def works_at_last(_services, _job) -> JobResult:
        if left:
            raise left.pop()
        return JobResult()

    async with services_of(quiet) as services:
        assert (
            await tried(
                services, JobDefinition(job=EmbedTasks, run=works_at_last, timeout_seconds=5, retry_delays=())
            )
            == []
        )
    assert [(row.attempt, row.state) for row in await rows(quiet, RUNS)] == [(1, "done")]
    assert await rows(quiet, LETTERS) == []


async def test_a_file_that_is_missing_is_an_error_and_no_outage(quiet: Planner) -> None:
    async with services_of(quiet) as services:
        assert await tried(
            services,
            JobDefinition(
                job=EmbedTasks, run=failing(FileNotFoundError("x.json")), timeout_seconds=5, retry_delays=(1,)
            ),
            2,
        ) == [1]
    assert ["FileNotFoundError" in row.error for row in await rows(quiet, LETTERS)] == [True]


async def test_a_job_that_kills_its_process_is_dead_lettered_after_its_starts(quiet: Planner) -> None:
    """A start without an end is what a SIGKILL leaves: the tasks here are dropped in mid-run."""
    began = asyncio.Event()

    async def never_ends(_services, _job) -> None:
        began.set()
        await asyncio.Event().wait()

    async with services_of(quiet) as services:
        kind = JobDefinition(job=EmbedTasks, run=never_ends, timeout_seconds=60, retry_delays=(1,))
        for _ in range(MAX_STARTS):
            began.clear()
            run = asyncio.create_task(Attempts(services, (kind,)).run(kind.name, dict(JOB), ATTEMPT))
            await began.wait()
            run.cancel()
            await asyncio.wait([run])
        assert await tried(services, kind) == []
    states = [row.state for row in await rows(quiet, RUNS)]
    assert states == ["lost"] * MAX_STARTS + ["dead"]
    assert len(await rows(quiet, LETTERS)) == 1


async def test_a_stopped_job_goes_back_and_an_operators_stop_buries(quiet: Planner) -> None:
    began = asyncio.Event()

    async def hangs(_services, _job) -> None:
        began.set()
        await asyncio.Event().wait()

    async with services_of(quiet) as services:
        kind = JobDefinition(job=EmbedTasks, run=hangs, timeout_seconds=60, retry_delays=(1,))
        for by, state in ((None, "lost"), ("operator", "cancelled")):
            began.clear()
            run = asyncio.create_task(Attempts(services, (kind,)).run(kind.name, dict(JOB), ATTEMPT))
            await began.wait()
            run.cancel(by)
            await asyncio.wait([run])
            assert run.cancelled() is (by is None)
            assert [row.state for row in await rows(quiet, RUNS)][-1] == state


async def test_an_error_text_that_postgres_cannot_hold_is_kept_all_the_same(quiet: Planner) -> None:
    async with services_of(quiet) as services:
        kind = JobDefinition(
            job=EmbedTasks, run=failing(ValueError("a\x00b \ud800 c")), timeout_seconds=5, retry_delays=(1,)
        )
        assert await tried(services, kind, 2) == [1]
    [letter] = await rows(quiet, LETTERS)
    assert letter.error.startswith("ValueError: a")
    assert "Traceback" in letter.traceback


async def test_a_stored_traceback_is_short_and_shows_no_secret(quiet: Planner) -> None:
    async def recurses(services, job, depth: int = 0) -> None:
        if depth == 400:
            raise RuntimeError(
                f"asked https://me:hunter2@host with {services.settings.openai_api_key}" * 1000
            )
        await recurses(services, job, depth + 1)

    async def leaks(services, _job) -> None:
        raise RuntimeError(f"key {services.settings.metrics_token.get_secret_value()}") from deep_error()

    async with services_of(quiet, metrics_token=SecretStr("a-metrics-token")) as services:
        for run in (recurses, leaks):
            assert (
                await tried(
                    services, JobDefinition(job=EmbedTasks, run=run, timeout_seconds=5, retry_delays=())
                )
                == []
            )
    for row in await rows(quiet, RUNS):
        assert len(row.traceback.encode()) <= MOST_BYTES
        assert "more frames" in row.traceback
        assert "hunter2" not in row.traceback + row.error
        assert "a-metrics-token" not in row.traceback + row.error


def deep_error() -> RecursionError:
    try:
        deep_error()
    except RecursionError as error:
        return error
    raise AssertionError


SHAPES = {
    "too deep": RecursionError("maximum recursion depth exceeded"),
    "lone surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "too long for a word": OverflowError("Python int too large to convert to C long"),
    "no update": UnreadableError("nested deeper than 64 levels"),
}


@pytest.mark.parametrize("error", SHAPES.values(), ids=SHAPES.keys())
async def test_an_error_of_shape_is_final_at_the_first_attempt(quiet: Planner, error: Exception) -> None:
    async with services_of(quiet) as services:
        assert (
            await tried(
                services,
                JobDefinition(job=EmbedTasks, run=failing(error), timeout_seconds=5, retry_delays=(1, 2)),
            )
            == []
        )
    [letter] = await rows(quiet, LETTERS)
    assert letter.attempts == 1


REFUSED = {
    "nul": ("SELECT cast(:value AS text)", "a\x00b"),
    "lone surrogate": ("SELECT cast(:value AS text)", "a\ud800b"),
    "beyond int64": ("SELECT cast(:value AS bigint)", 2**63),
    "text for a number": ("SELECT cast(:value AS bigint)", "a"),
    "out of range": ("SELECT cast(:value AS bigint) * 2", 2**62),
}


@pytest.mark.parametrize(("statement", "value"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_value_the_database_refuses_is_of_shape_and_no_outage(
    quiet: Planner, statement: str, value: object
) -> None:
    """asyncpg tells of a value it cannot send by the same kind of error as of a connection that is gone."""

    async def asks(services, _job) -> None:
        async with services.database.transaction() as session:
            await session.execute(text(statement), {"value": value})

    async with services_of(quiet) as services:
        assert (
            await tried(
                services, JobDefinition(job=EmbedTasks, run=asks, timeout_seconds=5, retry_delays=(1, 2))
            )
            == []
        )
    assert [letter.attempts for letter in await rows(quiet, LETTERS)] == [1]


async def test_a_dead_letter_is_written_without_a_hook_that_fails(quiet: Planner) -> None:
    async def silent(_services, _session, _job, _letter) -> bool:
        raise RuntimeError("no last words")

    async with services_of(quiet) as services:
        kind = JobDefinition(
            job=EmbedTasks,
            run=failing(RuntimeError("boom")),
            timeout_seconds=5,
            retry_delays=(),
            on_dead_letter=silent,
        )
        assert await tried(services, kind) == []
    [letter] = await rows(quiet, LETTERS)
    assert "RuntimeError: boom" in letter.error
    assert "no last words" in letter.error
