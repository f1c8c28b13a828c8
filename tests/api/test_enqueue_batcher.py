"""Group commit: whoever arrives together has each their own answer."""

import asyncio

import pytest
from redis.asyncio import Redis

from api.enqueue_batcher import EnqueueBatcher
from models.queue import keys
from models.queue.connection import QueueError, connect_queue
from models.queue.lanes import Arrival, Lanes
from ops.stores import free_port
from tests.planner import Stores


async def test_a_hundred_at_once_are_in_once_each_and_in_order(stores: Stores) -> None:
    redis: Redis = connect_queue(stores.valkey.url)
    await redis.flushall()
    await redis.config_resetstat()
    door = EnqueueBatcher(Lanes(redis))
    numbers = [*range(100), *range(0, 100, 7)]
    answers = await asyncio.gather(*(door.take_in(Arrival(n, f"chat:{n % 5}", b"{}")) for n in numbers))
    assert answers.count("duplicate") == len(numbers) - 100
    assert answers.count("started") == 5
    for lane in range(5):
        waiting = [int(n) for n in await redis.lrange(f"{keys.LANE}chat:{lane}", 0, -1)]
        assert waiting == sorted(waiting)
        assert len(waiting) == 20
    await redis.aclose()


async def test_one_that_hung_up_takes_nobody_with_it(stores: Stores) -> None:
    redis: Redis = connect_queue(stores.valkey.url)
    await redis.flushall()
    door = EnqueueBatcher(Lanes(redis))
    first, second = (asyncio.create_task(door.take_in(Arrival(n, "chat:1", b"{}"))) for n in (1, 2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "parked"
    await redis.aclose()


async def test_all_of_a_round_trip_that_failed_are_told_so() -> None:
    redis = connect_queue(f"redis://127.0.0.1:{free_port()}/0", timeout=0.5, retries=0)
    door = EnqueueBatcher(Lanes(redis))
    failed = await asyncio.gather(
        *(door.take_in(Arrival(n, "chat:1", b"{}")) for n in range(3)), return_exceptions=True
    )
    assert all(isinstance(error, (QueueError, OSError)) for error in failed)
    with pytest.raises((QueueError, OSError)):
        await door.take_in(Arrival(9, "chat:1", b"{}"))
    await redis.aclose()
