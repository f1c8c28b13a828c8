"""The stores go and come back while people write: Postgres killed, Redis full; SIGTERM with jobs in hand.

`POSTGRES_AWAY_SECONDS=20` makes the outage as long as the promise says; a few seconds show the same.
"""

import asyncio
import os
import re

from tests.chaos.outcome_checks import query
from tests.chaos.programs import Site, own_site
from tests.patience import until
from tests.planner import OWNER

AWAY_SECONDS = float(os.environ.get("POSTGRES_AWAY_SECONDS", "4"))


async def opened(site: Site, **of_worker: str) -> None:
    """Api, webhook, one worker, and the owner let in."""
    await site.api()
    await site.set_webhook()
    await site.worker(**of_worker)
    said = await site.telegram.say("/start")
    await site.telegram.wait_for_bot_messages(after=said.id, count=2)


async def answered(site: Site, words: str) -> None:
    said = await site.telegram.say(f"Buy {words}")
    await site.telegram.wait_for_bot_message(OWNER, after=said.id, contains=words)


async def postgres_away(site: Site) -> None:
    site.postgres.kill()
    await asyncio.sleep(AWAY_SECONDS)  # the outage itself, not a wait for something
    site.postgres.start()


async def test_messages_written_while_postgres_is_away_are_done_in_order_when_it_is_back() -> None:
    async with own_site() as site:
        await opened(site)
        away = asyncio.create_task(postgres_away(site))
        said = [await site.telegram.say(f"Buy part {n}") for n in range(5)]
        await site.telegram.wait_until_idle()  # all acknowledged: the door needs no database
        await away
        await site.telegram.wait_for_bot_messages(
            OWNER, after=said[-1].id, contains="Buy part", count=5, timeout=30
        )
        titles = [row.title for row in await query(site, "SELECT title FROM task ORDER BY id")]
        assert titles == [f"Buy part {n}" for n in range(5)]
        assert await query(site, "SELECT * FROM dead_letter") == []


async def test_postgres_dies_between_telegrams_yes_and_our_note() -> None:
    """The answer is in the chat and we know it: the chat goes on, the answer is not repeated, the row says sent."""
    async with own_site() as site:
        await opened(site)
        await site.telegram.inject("sendMessage", "post_then_slow", times=1, seconds=1.5)
        await site.telegram.say("Buy washers")
        await until(lambda: _sending(site), what="the row being sent")
        site.postgres.kill()
        await site.telegram.wait_for_bot_message(contains="washers")
        await asyncio.sleep(2)  # Telegram's slow yes comes while the database is away
        site.postgres.start()
        await answered(site, "gaskets")
        states = await query(
            site, "SELECT state FROM outbound_message WHERE payload->>'text' LIKE '%washers%'"
        )
        assert [row.state for row in states] == ["sent"]
        assert sum("washers" in m.text for m in await site.telegram.messages() if m.from_bot) == 1


async def _sending(site: Site) -> bool:
    return bool(await query(site, "SELECT 1 FROM outbound_message WHERE state = 'sending'"))


async def test_a_full_redis_answers_503_and_everything_goes_on_after() -> None:
    """Filled from outside with a worker at work: nothing acknowledged is lost, no process ends, the beat goes on."""
    async with own_site(fast=True, memory_mb=8) as site:
        await opened(site)
        from redis.asyncio import Redis

        redis = Redis.from_url(site.valkey.url)
        await site.telegram.inject("sendMessage", "slow", times=None, seconds=1)
        await site.telegram.say("Buy washers")
        await _fill(redis)
        refused = [await site.telegram.say(f"Buy part {n}") for n in range(3)]
        await until(lambda: _not_ready(site), what="the api saying that it is not ready")
        await asyncio.sleep(7)  # longer than a heartbeat's interval: none can be written meanwhile
        assert await site.telegram.pending()
        await redis.delete("ballast")
        await redis.aclose()
        await site.telegram.clear_faults()
        await site.telegram.wait_for_bot_message(contains="washers")
        await site.telegram.wait_for_bot_message(OWNER, after=refused[-1].id, contains="part 2")
        assert all(program.running for program in site.programs), site.logs()
        await until(lambda: _beats(site), what="the worker's heartbeat")
        assert len(await query(site, "SELECT 1 FROM task")) == 4
        assert await query(site, "SELECT * FROM dead_letter") == []


async def _fill(redis) -> None:
    """Ballast until Redis refuses writes for want of memory."""
    from redis.exceptions import OutOfMemoryError

    size = 65_536
    while size > 16:
        try:
            await redis.append("ballast", b"x" * size)
        except OutOfMemoryError:
            size //= 4


async def _not_ready(site: Site) -> bool:
    import httpx

    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        answer = await client.get(f"{site.url}/health/ready")
    return answer.status_code == 503 and answer.json()["reason"] == "queue_full"


async def _beats(site: Site) -> bool:
    return await site.heartbeats() == 1


async def test_sigterm_with_jobs_in_hand_loses_none() -> None:
    """The first worker's grace is enough to end what it has in hand, the second one's is not."""
    async with own_site(fast=True) as site:
        await opened(site, WORKER_GRACE_SECONDS="60")
        await site.telegram.inject("sendChatAction", "slow", times=None, seconds=4)
        await _stopped_in_hand(site, "washers", "gaskets")
        assert await _titles(site) == ["Buy washers"]
        await site.worker(WORKER_GRACE_SECONDS="1")
        await site.telegram.wait_for_bot_message(contains="gaskets")
        await until(lambda: _in_hand(site, 0), what="the end of what waited")
        await _stopped_in_hand(site, "hinges", "bolts")
        await site.worker()
        await site.telegram.wait_for_bot_message(contains="bolts")
        assert await _titles(site) == ["Buy washers", "Buy gaskets", "Buy hinges", "Buy bolts"]


async def _stopped_in_hand(site: Site, words: str, behind: str) -> None:
    """The last worker is told to stop while it has one message in hand and another one waits behind it."""
    busy = site.programs[-1]
    await site.telegram.say(f"Buy {words}")
    await until(lambda: _in_hand(site, 1), what="the job in hand")
    await site.telegram.say(f"Buy {behind}")
    busy.ask_to_end()
    await until(_ended(busy), what="the worker's end")
    assert busy.exit_code in (0, -15), busy.said[-2000:]
    assert "Traceback" not in busy.said, re.split("Traceback", busy.said)[1][-1500:]


async def _titles(site: Site) -> list[str]:
    return [row.title for row in await query(site, "SELECT title FROM task ORDER BY id")]


async def _in_hand(site: Site, count: int) -> bool:
    running = "SELECT count(*) FROM job_run WHERE job_name = 'handle_update' AND state = 'running'"
    return await query(site, running) == [(count,)]


def _ended(program):
    async def ended() -> bool:
        return not program.running

    return ended
