"""Producer: a job has its place in the queue by when it, or what it answers, came."""

from redis.asyncio import Redis

from models.queue import keys
from models.queue.connection import connect
from models.queue.contract import DeliverMessage
from models.queue.lanes import Lanes
from models.queue.producer import Producer
from tests.planner import Stores


async def test_an_answer_stands_before_the_messages_that_came_after_its_own(stores: Stores) -> None:
    redis: Redis = connect(stores.valkey.url)
    await redis.flushall()
    for number in (1, 2, 3):
        await Lanes(redis).take_in(number, f"chat:{number}", b"{}")
    await Producer(redis).enqueue(DeliverMessage(7, "u0"), waited_seconds=30)
    await Producer(redis).enqueue(DeliverMessage(8, "u9"), delay_seconds=30)
    order = [job.decode() for job in await redis.zrange(keys.QUEUE, 0, -1)]
    assert (order[0], order[-1]) == ("deliver:7", "deliver:8")
    await redis.aclose()
