"""Background work that waits is shown and steered like all other: with its true due time, behind what came for people."""

import datetime as dt

from sqlmodel import select

from models.console.operator_context import OperatorContext
from models.console.pending_jobs import find_pending_job, find_pending_jobs
from models.console.queue_stats import load_queue_stats
from models.console.run_job_now import run_job_now
from models.queue import keys, priority
from models.queue.jobs import EmbedTasks, ReadDeferred
from models.runtime import clock
from models.tables.job_run import JobRun
from tests.planner import Planner


async def test_what_waits_is_listed_in_the_order_in_which_it_starts(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.stop_workers()
    for job, delay in (
        (EmbedTasks(1, 1, "u1"), 0),
        (ReadDeferred(2, "u2"), 0),
        (EmbedTasks(3, 1, "u3"), 3600),
        (ReadDeferred(4, "u4"), 7200),
    ):
        await operator_context.producer.enqueue(job, delay_seconds=delay)
    async with operator_context.postgres.connection() as connection:
        due = await find_pending_jobs(planner.redis, connection, "queued")
        later = await find_pending_jobs(planner.redis, connection, "scheduled")
        tail = await find_pending_jobs(planner.redis, connection, "queued", offset=1)
        none = await find_pending_jobs(planner.redis, connection, "queued", offset=2)
        facts = await load_queue_stats(planner.redis, connection, 0)
    assert [job.job_id for job in due.jobs] == ["late:2", "embed:1"]
    assert [job.job_id for job in later.jobs] == ["late:4", "embed:3"]
    assert [[job.job_id for job in page.jobs] for page in (tail, none)] == [["embed:1"], []]
    assert (facts.queued, facts.scheduled) == (2, 2)
    in_an_hour = later.jobs[1].due_at - clock.now()
    assert dt.timedelta(minutes=59) < in_an_hour <= dt.timedelta(hours=1)


async def test_a_deferred_background_job_told_to_run_now_is_due_and_runs(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.stop_workers()
    await operator_context.producer.enqueue(EmbedTasks(3, 1, "u3"), delay_seconds=3600)
    assert (await run_job_now(operator_context, "embed:3")).outcome == "done"
    async with operator_context.postgres.connection() as connection:
        moved = await find_pending_job(planner.redis, connection, "embed:3")
    assert moved is not None
    assert moved.state == "queued"
    assert priority.is_background(await planner.redis.zscore(keys.QUEUE, "embed:3"))
    planner.start_worker()
    ended = select(JobRun).where(JobRun.job_id == "embed:3", JobRun.state == "done")
    assert len(await planner.eventually(ended)) == 1
