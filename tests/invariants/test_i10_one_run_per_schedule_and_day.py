"""I10: one run per schedule and local day, by a ledger row's primary key.

To see it fail: in worker/features/digests/enqueue_due.py `_take`, let the ledger's INSERT set a day that is there back to "enqueued"
(`on_conflict_do_update`) instead of doing nothing: a day made due again is then rendered again.
"""

import pytest

from tests.invariants.service_faults import enter, message, one, post, rows, services_of
from tests.patience import until
from tests.planner import Planner, Stores
from worker.features.digests.enqueue_due import enqueue_due

DIGESTS = "SELECT count(*) FROM outbound_message WHERE purpose = 'digest'"
SENT = "SELECT count(*) FROM outbound_message WHERE purpose = 'digest' AND state = 'sent'"
TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
MAKE_DUE = f"""UPDATE schedule SET next_run_at = now() - interval '1 minute', next_on = {TODAY}
               WHERE kind = 'morning_digest'"""
RUNS = (
    "SELECT count(*) FROM schedule_run JOIN schedule s ON s.id = schedule_id WHERE s.kind = 'morning_digest'"
)
SETTLED = f"{RUNS} AND schedule_run.state = 'sent'"
LEDGER = "SELECT schedule_id, local_on, state, enqueued_at, rendered_at FROM schedule_run ORDER BY 1, 2"
WAITS = "SELECT count(*) FROM schedule WHERE kind = 'morning_digest' AND next_run_at > now()"


@pytest.fixture
async def due(stores: Stores):
    """An owner with a task for today, and no worker."""
    async with Planner.running(stores, workers=0) as planner:
        planner.start_worker()
        await enter(planner)
        await rows(planner, "UPDATE schedule SET enabled = false WHERE kind <> 'morning_digest'")
        await post(planner, message("Buy washers today"))
        await planner.telegram.wait_for_bot_message(contains="washers")
        await planner.jobs_ended()
        await planner.stop_workers()
        await planner.redis.flushall()
        yield planner


async def test_three_workers_whose_clocks_tick_at_once_send_one_digest(due: Planner) -> None:
    await rows(due, MAKE_DUE)
    for _ in range(3):
        due.start_worker()
    await until(lambda: one(due, SENT), what="the digest")
    await until(lambda: one(due, WAITS), what="the schedule moved on")
    assert (await one(due, DIGESTS), await one(due, RUNS)) == (1, 1)


async def test_a_day_made_due_again_is_not_sent_again(due: Planner) -> None:
    """A clock turned back, or a zone changed: the ledger knows the day."""
    due.start_worker()
    await rows(due, MAKE_DUE)
    await until(lambda: one(due, SETTLED), what="the day's digest sent, and its run settled")
    ledger = await rows(due, LEDGER)
    for _ in range(3):
        await rows(due, MAKE_DUE)
        await until(lambda: one(due, WAITS), what="the schedule moved on")
    said = await due.telegram.say("Buy gaskets")
    await due.telegram.wait_for_bot_message(after=said.id, contains="gaskets")
    assert (await one(due, DIGESTS), await one(due, RUNS)) == (1, 1)
    assert await rows(due, LEDGER) == ledger


async def test_a_queue_lost_with_the_digests_job_in_it_does_not_lose_the_day(due: Planner) -> None:
    """Ledger rows that nobody rendered find a job again by themselves, within the sweep's interval."""
    await rows(due, MAKE_DUE)
    async with services_of(due) as services:
        assert await enqueue_due(services) == 1
    await due.redis.flushall()
    due.start_worker()
    await until(lambda: one(due, SENT), what="the digest")
    assert (await one(due, DIGESTS), await one(due, RUNS)) == (1, 1)


async def test_a_crash_between_enqueueing_and_committing_neither_loses_nor_doubles_the_day(
    due: Planner,
) -> None:
    """The database refuses the tick's last write: jobs may be out, the ledger has nothing; a later tick mends it."""
    await rows(
        due,
        """CREATE FUNCTION refuse_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN INSERT INTO refused SELECT; RAISE EXCEPTION 'refused by the test'; END $$""",
    )
    await rows(due, MAKE_DUE)
    trigger = "CREATE TRIGGER refuse_schedule BEFORE UPDATE ON schedule FOR EACH ROW EXECUTE FUNCTION refuse_schedule()"
    await rows(due, trigger)
    with_error = f"{RUNS} AND schedule_run.state <> 'x'"
    due.start_worker()
    due.start_worker()
    said = await due.telegram.say("Buy gaskets")
    await due.telegram.wait_for_bot_message(after=said.id, contains="gaskets")
    assert (await one(due, DIGESTS), await one(due, with_error)) == (0, 0)
    await rows(due, "DROP TRIGGER refuse_schedule ON schedule")
    await until(lambda: one(due, SENT), what="the digest")
    assert (await one(due, DIGESTS), await one(due, RUNS)) == (1, 1)


async def test_one_schedule_that_cannot_be_computed_does_not_stop_the_others(due: Planner) -> None:
    due.start_worker()
    await due.open_another_workspace(user=2002)
    await due.stop_workers()
    await rows(due, MAKE_DUE)
    await rows(due, "UPDATE schedule SET next_run_at = next_run_at - interval '1 hour' WHERE chat_id IN "
                    "(SELECT id FROM chat WHERE telegram_id = 2002)")  # fmt: skip
    await rows(due, "UPDATE chat SET zone = 'Nowhere/Land' WHERE telegram_id = 2002")
    due.start_worker()
    await until(lambda: one(due, SENT), what="the first owner's digest")
