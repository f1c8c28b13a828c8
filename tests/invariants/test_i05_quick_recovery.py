"""I5: quick recovery. A process killed with SIGKILL: its work runs again within 20 s of a worker being there.

To see it fail: in worker/queue/arq_worker.py set LEASE_SECONDS to 309 (arq's own), or drop `_kept_going(self._renew)`
from the chores and make a job longer than its lease (it is then run by two workers at once).
"""

import asyncio

from tests.chaos.outcome_checks import query
from tests.chaos.programs import own_site
from tests.patience import until
from tests.planner import OWNER
from worker.queue.arq_worker import LEASE_SECONDS, POLL_SECONDS, TOLD_POLL_SECONDS

RECOVERY_SECONDS = 20  # promised once a worker is there


def test_a_lease_and_the_look_that_finds_its_end_take_less_than_twenty_seconds() -> None:
    """What a clock would tell of an idle machine, read from the numbers: a busy one takes its own time."""
    assert LEASE_SECONDS + max(POLL_SECONDS, TOLD_POLL_SECONDS) < RECOVERY_SECONDS


async def test_a_killed_workers_message_is_done_by_another() -> None:
    async with own_site(fast=True) as site:
        await site.api()
        await site.set_webhook()
        first = await site.worker()
        said = await site.telegram.say("/start")
        await site.telegram.wait_for_bot_messages(after=said.id, count=2)
        await site.telegram.inject("sendChatAction", "hang", times=1, seconds=30)
        said = await site.telegram.say("Buy washers")
        await until(lambda: query(site, _IN_HAND), what="the job in hand")
        first.kill()
        await site.worker()
        await site.telegram.wait_for_bot_message(OWNER, after=said.id, contains="washers")
        assert [row.state for row in await query(site, _RUNS)] == ["lost", "done"]
        assert await query(site, "SELECT count(*) FROM task") == [(1,)]


async def test_a_job_longer_than_its_lease_stays_with_its_worker() -> None:
    """Two workers; the first is busy for 20 s with a lease of 15: renewed, so nobody else takes the job."""
    async with own_site(fast=True) as site:
        await site.api()
        await site.set_webhook()
        await asyncio.gather(site.worker(), site.worker())
        said = await site.telegram.say("/start")
        await site.telegram.wait_for_bot_messages(after=said.id, count=2)
        # Postgres itself keeps the effect waiting: a lock on the table that the job is about to write.
        held = asyncio.Event()

        async def hold() -> None:
            async with site.database.transaction() as session:
                from sqlalchemy import text

                await session.execute(text("LOCK TABLE task IN EXCLUSIVE MODE"))
                held.set()
                await asyncio.wait([gone], timeout=18)

        gone = asyncio.get_running_loop().create_future()
        holding = asyncio.create_task(hold())
        await held.wait()
        said = await site.telegram.say("Buy washers")
        await holding
        await site.telegram.wait_for_bot_message(OWNER, after=said.id, contains="washers")

        async def ended() -> bool:
            return [row.state for row in await query(site, _RUNS)] == ["done"]

        await until(ended, what="one run, and it is done")


_IN_HAND = "SELECT 1 FROM job_run WHERE job_name = 'handle_update' AND state = 'running'"
_RUNS = """SELECT state FROM job_run WHERE job_name = 'handle_update'
           AND job_id = (SELECT max(job_id) FROM job_run WHERE job_name = 'handle_update') ORDER BY id"""
