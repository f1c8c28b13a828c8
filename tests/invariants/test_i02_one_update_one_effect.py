"""I2: one update, one effect. A unique row per update, stamped in the effect's own transaction; the first commit wins.

To see it fail: in worker/jobs/handle_update.py `_stamp`, drop `col(InboundUpdate.handled_at).is_(None)` (two runs
at once then both take effect); or move `_stamp` after a commit of its own (a refused transaction then loses the
message).
"""

import asyncio

import pytest

from tests.invariants.service_faults import (
    enter,
    job_of,
    message,
    one,
    post,
    rows,
    services_of,
    tasks_refused,
)
from tests.patience import until
from tests.planner import Planner, Stores
from worker.jobs.handle_update import handle_update


async def test_the_same_update_delivered_five_times_has_one_effect(planner: Planner) -> None:
    await enter(planner)
    update = message("Buy washers")
    answers = await asyncio.gather(*(post(planner, update) for _ in range(5)))
    assert answers == [200] * 5
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    assert await post(planner, update) == 200
    later = await planner.telegram.say("Buy gaskets")
    await planner.telegram.wait_for_bot_message(after=later.id, contains="Buy gaskets")
    assert [row.title for row in await rows(planner, "SELECT title FROM task ORDER BY id")] == [
        "Buy washers",
        "Buy gaskets",
    ]
    shown = [m for m in await planner.telegram.messages() if m.from_bot and "Buy washers" in m.text]
    assert len(shown) == 1


@pytest.mark.parametrize("runs", [2, 3])
async def test_runs_of_one_update_at_the_same_time_have_one_effect(stores: Stores, runs: int) -> None:
    async with Planner.running(stores, workers=0) as planner:
        planner.start_worker()
        await enter(planner)
        await planner.stop_workers()
        # The sign to Telegram is slow: every run has claimed the update before the first can commit.
        await planner.telegram.inject("sendChatAction", "slow", times=None, seconds=3)
        update = message("Buy washers")
        assert await post(planner, update) == 200
        async with services_of(planner) as services:
            await asyncio.gather(*(handle_update(services, job_of(update)) for _ in range(runs)))
        assert await one(planner, "SELECT count(*) FROM task") == 1
        assert await one(planner, "SELECT attempts FROM inbound_update ORDER BY update_id LIMIT 1") == runs
        answers = "SELECT count(*) FROM outbound_message WHERE payload->>'text' LIKE '%washers%'"
        assert await one(planner, answers) == 1


async def test_a_transaction_that_fails_after_understanding_leaves_nothing_and_is_done_again(
    planner: Planner,
) -> None:
    await enter(planner)
    before = await one(planner, "SELECT count(*) FROM operation")
    update = message("Buy washers")
    async with tasks_refused(planner, "washers"):
        assert await post(planner, update) == 200
        failed = "SELECT count(*) FROM job_run WHERE job_name = 'handle_update' AND state = 'retry'"
        await until(lambda: one(planner, failed), what="a failed attempt")
        assert await one(planner, "SELECT count(*) FROM operation") == before
        assert (
            await one(planner, "SELECT count(*) FROM outbound_message WHERE trace_id = :t", t=trace(update))
            == 0
        )
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    assert await one(planner, "SELECT count(*) FROM task") == 1
    assert (
        await one(planner, "SELECT outcome FROM inbound_update WHERE update_id = :u", u=update["update_id"])
        == "done"
    )
    errors = await rows(planner, "SELECT error FROM job_run WHERE state = 'retry'")
    assert errors
    assert all("refused by the test" in row.error for row in errors)


async def test_an_update_that_was_handled_is_not_handled_again_when_redis_forgot_it(planner: Planner) -> None:
    await enter(planner)
    update = message("Buy washers")
    await post(planner, update)
    await planner.telegram.wait_for_bot_message(contains="Buy washers")
    await planner.redis.flushall()
    assert await post(planner, update) == 200
    done = f"SELECT count(*) FROM job_run WHERE job_id = 'update:{update['update_id']}' AND state = 'done'"

    async def handled_twice() -> bool:
        return await one(planner, done) == 2

    await until(handled_twice, what="the second run")
    assert await one(planner, "SELECT count(*) FROM task") == 1


def trace(update: dict) -> str:
    return f"u{update['update_id']}"
