"""Handle update: an answer takes the place in the queue that its message had."""

import asyncio

from models.queue import keys
from models.queue.jobs import HandleUpdate
from models.runtime.clock import wall_ms
from tests.invariants.service_faults import services_of
from tests.planner import OWNER, Planner
from worker.jobs.handle_update import handle_update


async def test_the_answer_to_a_message_that_waited_a_minute_stands_a_minute_back(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.stop_workers()
    await planner.telegram.say("Call Anna")
    lane = keys.lane_of_chat(OWNER)
    while not await planner.redis.llen(keys.LANE + lane):
        await asyncio.sleep(0)
    update_id = int(await planner.redis.lindex(keys.LANE + lane, 0))
    await planner.redis.hset(f"{keys.UPDATE}{update_id}", "received", wall_ms() - 60_000)
    async with services_of(planner) as services:
        await handle_update(services, HandleUpdate(update_id, lane))
    answers = [
        score
        for job, score in await planner.redis.zrange(keys.QUEUE, 0, -1, withscores=True)
        if job.startswith(b"deliver:")
    ]
    assert len(answers) == 1
    assert wall_ms() - answers[0] >= 60_000
