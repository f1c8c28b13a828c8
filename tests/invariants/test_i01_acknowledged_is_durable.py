"""I1: acknowledged is durable. 200 leaves only after Redis confirmed the write to a log that a SIGKILL does not lose.

To see it fail: in ops/stores/valkey.py write "appendonly no"; or in api/webhook.py `_acknowledge` answer 200 before
`take_in` is awaited (`asyncio.create_task`).
"""

import asyncio
import json
import random

import httpx
from redis.asyncio import Redis

from models.queue import keys
from tests.chaos.programs import Site, own_site
from tests.invariants.service_faults import message
from tests.patience import until
from tests.planner import SECRET

CHATS = 40
KILLS = 5


async def test_what_was_acknowledged_is_there_after_the_queues_server_was_killed() -> None:
    """Many chats post without pause while the server is killed; no worker takes anything out."""
    async with own_site(fast=True) as site:
        await site.api()
        stop, acknowledged = asyncio.Event(), set[int]()
        posting = [asyncio.create_task(_posts(site, 3000 + n, stop, acknowledged)) for n in range(CHATS)]
        dice = random.Random(1)
        for _ in range(KILLS):
            enough = len(acknowledged) + dice.randrange(60, 180)
            await until(lambda least=enough: _at_least(acknowledged, least), what="so many acknowledged")
            site.valkey.kill()
            site.valkey.start()
        stop.set()
        await asyncio.gather(*posting)
        assert len(acknowledged) > 300
        redis = Redis.from_url(site.valkey.url)
        kept = {int(key.rsplit(b":", 1)[1]) async for key in redis.scan_iter(f"{keys.UPDATE}*")}
        lanes = [await redis.lrange(f"{keys.LANE}chat:{3000 + n}", 0, -1) for n in range(CHATS)]
        await redis.aclose()
        assert acknowledged - kept == set()
        assert acknowledged - {int(number) for lane in lanes for number in lane} == set()
        print(f"durable: {len(acknowledged)} acknowledged, {KILLS} kills, {len(kept)} kept")


async def _at_least(acknowledged: set[int], least: int) -> bool:
    return len(acknowledged) >= least


async def _posts(site: Site, chat: int, stop: asyncio.Event, acknowledged: set[int]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "content-type": "application/json"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        while not stop.is_set():
            update = message("Buy washers", chat=chat)
            try:
                answer = await client.post(
                    f"{site.url}/webhook/telegram", headers=headers, content=json.dumps(update)
                )
            except httpx.HTTPError:
                continue
            assert answer.status_code in (200, 503)
            if answer.status_code == 200:
                acknowledged.add(update["update_id"])


async def test_the_queues_server_keeps_a_log_of_every_write_and_evicts_nothing(stores) -> None:
    redis = Redis.from_url(stores.valkey.url)
    settings = await redis.config_get("append*")
    policy = await redis.config_get("maxmemory-policy")
    await redis.aclose()
    assert (settings["appendonly"], settings["appendfsync"]) == ("yes", "always")
    assert policy["maxmemory-policy"] == "noeviction"
