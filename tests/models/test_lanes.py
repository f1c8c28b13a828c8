"""Lanes: whatever happens to a lane, its head stands in the queue, its order holds, and nothing is in it twice."""

import random
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from models.queue import keys
from models.queue.connection import connect_queue
from models.queue.lanes import Arrival, Lanes
from tests.planner import Stores

LANE = "chat:7"


@pytest.fixture
async def redis(stores: Stores) -> AsyncIterator["Redis"]:
    client = connect_queue(stores.valkey.url)
    await client.flushall()
    yield client
    await client.aclose()


async def waiting(redis: "Redis", lane: str = LANE) -> list[int]:
    return [int(number) for number in await redis.lrange(keys.LANE + lane, 0, -1)]


async def queued(redis: "Redis") -> set[int]:
    return {int(job.decode().removeprefix("update:")) for job in await redis.zrange(keys.QUEUE, 0, -1)}


async def end_job(redis: "Redis", number: int) -> None:
    """What arq does when a job is over."""
    await redis.zrem(keys.QUEUE, f"update:{number}")
    await redis.delete(f"{keys.JOB}update:{number}")


async def test_the_first_starts_the_others_are_parked_and_a_repeat_is_one(redis: "Redis") -> None:
    lanes = Lanes(redis)
    assert [await lanes.take_in(number, LANE, b"{}") for number in (1, 2, 1, 2, 3)] == [
        "started", "parked", "duplicate", "duplicate", "parked",
    ]  # fmt: skip
    assert await waiting(redis) == [1, 2, 3]
    assert await queued(redis) == {1}


async def test_those_of_one_round_trip_have_each_an_answer_also_after_redis_forgot_the_script(
    redis: "Redis",
) -> None:
    lanes, together = Lanes(redis), [Arrival(number, LANE, b"{}") for number in (1, 2, 1)]
    await redis.script_flush()
    assert await lanes.take_in_all(together) == ["started", "parked", "duplicate"]
    await redis.config_set("maxmemory", "1")
    try:
        full = await lanes.take_in_all([Arrival(3, LANE, b"{}"), Arrival(4, LANE, b"{}")])
    finally:
        await redis.config_set("maxmemory", "48mb")
    assert [type(answer) for answer in full] == [OutOfMemoryError] * 2
    assert await waiting(redis) == [1, 2], "what was answered by an error is not in"


async def test_a_handled_head_gives_way_to_the_next_and_the_last_leaves_nothing(redis: "Redis") -> None:
    lanes = Lanes(redis)
    for number in (1, 2):
        await lanes.take_in(number, LANE, b"{}")
    assert await lanes.advance(1, LANE) == 2
    assert await lanes.advance(1, LANE) == 2, "told twice, it is the same"
    await end_job(redis, 1)
    assert await queued(redis) == {2}
    assert await lanes.advance(2, LANE) is None
    await end_job(redis, 2)
    assert await lanes.names() == []
    left = [key async for key in redis.scan_iter() if not key.startswith(keys.SEEN.encode())]
    assert left == []


async def test_a_late_run_of_an_old_head_does_not_take_the_new_one_off(redis: "Redis") -> None:
    lanes = Lanes(redis)
    for number in (1, 2, 3):
        await lanes.take_in(number, LANE, b"{}")
    await lanes.advance(1, LANE)
    await lanes.advance(1, LANE)
    assert await waiting(redis) == [2, 3]


async def test_a_full_lane_refuses_and_forgets_what_it_refused(redis: "Redis") -> None:
    lanes = Lanes(redis)
    await redis.rpush(keys.LANE + LANE, *range(1000))
    assert await lanes.take_in(5000, LANE, b"{}") == "full"
    await redis.lpop(keys.LANE + LANE)
    assert await lanes.take_in(5000, LANE, b"{}") == "parked", "a refused one is no duplicate"


async def test_a_dead_letter_goes_back_to_its_place_and_never_before_a_running_head(redis: "Redis") -> None:
    lanes = Lanes(redis)
    for number in (10, 30, 40):
        await lanes.take_in(number, LANE, b"{}")
    await redis.set(keys.IN_PROGRESS + keys.job_of_update(10), 1)
    assert await lanes.requeue_dead_letter(20, LANE, b"{}") == "parked"
    assert await lanes.requeue_dead_letter(5, LANE, b"{}") == "parked"
    assert await lanes.requeue_dead_letter(50, LANE, b"{}") == "parked"
    assert await lanes.requeue_dead_letter(20, LANE, b"{}") == "waiting"
    assert await lanes.requeue_dead_letter(7, LANE, b"{}") == "parked"
    assert await waiting(redis) == [10, 5, 7, 20, 30, 40, 50]
    assert await lanes.requeue_dead_letter(1, "chat:8", b"{}") == "started"
    assert await queued(redis) == {1, 10}


async def test_a_dead_letter_takes_the_place_of_a_later_head_that_nobody_has_yet(redis: "Redis") -> None:
    lanes = Lanes(redis)
    for number in (30, 40):
        await lanes.take_in(number, LANE, b"{}")
    assert await lanes.requeue_dead_letter(20, LANE, b"{}") == "started"
    assert await lanes.requeue_dead_letter(35, LANE, b"{}") == "parked"
    assert await waiting(redis) == [20, 30, 35, 40]
    assert await queued(redis) == {20}, "two of one chat would run at once"
    await lanes.advance(20, LANE)
    assert await queued(redis) == {20, 30}
    assert await waiting(redis) == [30, 35, 40]


async def test_the_oldest_head_tells_how_long_anything_waits(redis: "Redis") -> None:
    lanes = Lanes(redis)
    assert await lanes.oldest_ms() is None
    await lanes.take_in(1, LANE, b"{}")
    await redis.zadd(keys.LANES, {LANE: (await redis.zscore(keys.LANES, LANE)) - 9000})
    await lanes.take_in(2, "chat:8", b"{}")
    assert 9000 <= (await lanes.oldest_ms() or 0) < 12_000
    assert await lanes.names() == [LANE, "chat:8"]


@pytest.mark.parametrize("seed", range(12))
async def test_random_lives_of_lanes_lose_nothing_and_keep_the_order(redis: "Redis", seed: int) -> None:
    """Arrivals, repeats, ends, ends told twice, ends never told, lost keys and sweeps, in any order."""
    dice, lanes = random.Random(seed), Lanes(redis)
    names = [f"chat:{n}" for n in range(4)]
    model: dict[str, list[int]] = {name: [] for name in names}
    handled: dict[str, list[int]] = {name: [] for name in names}
    number = 0
    for _ in range(400):
        name, deed = dice.choice(names), dice.random()
        if deed < 0.35:
            number += 1
            await lanes.take_in(number, name, b"{}")
            model[name].append(number)
        elif deed < 0.45 and number:
            assert await lanes.take_in(dice.randint(1, number), dice.choice(names), b"{}") == "duplicate"
        elif deed < 0.75:
            ready = await queued(redis) & {waiting[0] for waiting in model.values() if waiting}
            if ready:
                head = dice.choice(sorted(ready))
                where = next(name for name, waiting in model.items() if waiting[:1] == [head])
                handled[where].append(model[where].pop(0))
                if dice.random() < 0.9:  # else the worker died between its commit and this
                    await lanes.advance(head, where)
                    await end_job(redis, head)
                else:
                    model[where].insert(0, handled[where].pop())
        elif deed < 0.85 and handled[name]:
            await lanes.advance(dice.choice(handled[name]), name)
        elif deed < 0.92:
            for job in await redis.zrange(keys.QUEUE, 0, -1):
                if dice.random() < 0.5:
                    await redis.delete(keys.JOB + job.decode())
                    await redis.zrem(keys.QUEUE, job) if dice.random() < 0.5 else None
        else:
            for each in await lanes.names():
                await lanes.requeue_head(each)
    for each in await lanes.names():
        await lanes.requeue_head(each)
    assert {name: await waiting(redis, name) for name in names} == model
    assert await queued(redis) == {waiting[0] for waiting in model.values() if waiting}
    assert all(done == sorted(done) for done in handled.values())
    assert sorted(await lanes.names()) == sorted(name for name in names if model[name])
