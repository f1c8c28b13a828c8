"""Telegram's pace, kept by any number of workers together."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.planner import Stores
from worker.pace.turns import GROUP_PER_MINUTE, Pace


@pytest.fixture
async def redis(stores: Stores) -> AsyncIterator[Redis]:
    client = Redis.from_url(stores.valkey.url)
    await client.flushall()
    yield client
    await client.aclose()


def pace_of(redis: Redis, per_second: float = 30) -> Pace:
    return Pace(redis, per_second=per_second, burst=3)


async def granted(pace: Pace, chat: int, *, urgent: bool = False) -> float:
    """When the turn came, in the loop's seconds."""
    while (turn := await pace.ask(chat, urgent=urgent)).seconds > 0:
        await asyncio.sleep(turn.seconds)
    await pace.depart()
    return asyncio.get_running_loop().time()


def busiest(moments: list[float], seconds: float = 1.0) -> int:
    """The most moments in any stretch of that length."""
    return max(sum(first <= moment < first + seconds for moment in moments) for first in moments)


async def test_three_workers_together_never_exceed_thirty_a_second_and_waste_little(redis: Redis) -> None:
    paces = [pace_of(redis) for _ in range(3)]
    moments = sorted(await asyncio.gather(*(granted(paces[chat % 3], chat) for chat in range(1, 91))))
    # We measure where the answer arrives here: a busy machine's own delays are not the pace's.
    assert busiest(moments, 0.95) <= 30
    assert moments[-1] - moments[0] <= 1.15 * 90 / 30


async def test_what_was_held_up_since_its_turn_does_not_leave_in_a_burst(redis: Redis) -> None:
    paces = [pace_of(redis) for _ in range(3)]

    async def left(number: int) -> float:
        await paces[number % 3].depart()
        return asyncio.get_running_loop().time()

    # As after a stall: sixty turns long granted, all at once.
    moments = sorted(await asyncio.gather(*(left(number) for number in range(60))))
    assert busiest(moments, 0.95) <= 30
    assert moments[-1] - moments[0] < 1.6


async def test_an_urgent_turn_comes_before_all_who_wait(redis: Redis) -> None:
    bulk = [asyncio.create_task(granted(pace_of(redis), chat)) for chat in range(1, 61)]
    await granted(pace_of(redis), 999)
    asked = asyncio.get_running_loop().time()
    waits = [await granted(pace_of(redis), 1000 + number, urgent=True) for number in range(5)]
    assert waits[-1] - asked < 0.6
    last = max(await asyncio.gather(*bulk))
    assert last > waits[-1]


async def test_a_chat_gets_a_short_burst_of_answers_and_then_one_a_second(redis: Redis) -> None:
    pace = pace_of(redis, 1000)
    turns = [await pace.ask(7, urgent=True) for _ in range(3)]
    assert [turn.seconds for turn in turns if turn.waits_for == "chat"] == []
    waiting = await pace.ask(7, urgent=True)
    assert waiting.waits_for == "chat"
    assert 0.8 < waiting.seconds <= 1.0


async def test_bulk_is_one_a_second_to_a_chat(redis: Redis) -> None:
    pace = pace_of(redis, 1000)
    assert (await pace.ask(7, urgent=False)).seconds == 0
    waiting = await pace.ask(7, urgent=False)
    assert (waiting.waits_for, round(waiting.seconds)) == ("chat", 1)


async def test_a_group_gets_twenty_a_minute(redis: Redis) -> None:
    pace = Pace(redis, per_second=100_000, burst=100)
    for _ in range(GROUP_PER_MINUTE):
        assert await granted(pace, -100, urgent=True)
    waiting = await pace.ask(-100, urgent=True)
    assert waiting.waits_for == "chat"
    assert 55 < waiting.seconds <= 60


async def test_after_a_429_the_chat_rests_and_after_three_everybody_does(redis: Redis) -> None:
    pace = pace_of(redis, 1000)
    await pace.refused(7, 30)
    assert (await pace.ask(7, urgent=False)).seconds > 29
    assert (await pace.ask(8, urgent=False)).seconds == 0
    await pace.refused(9, 30)
    await pace.refused(10, 30)
    turn = await pace.ask(11, urgent=False)
    assert (turn.waits_for, turn.seconds > 29) == ("all", True)


async def test_what_it_keeps_vanishes_by_itself(redis: Redis) -> None:
    pace = pace_of(redis, 10_000)
    for chat in range(1, 201):
        await granted(pace, chat)
    await granted(pace, -5)
    lives = [await redis.pttl(key) for key in await redis.keys("planner:pace:*")]
    assert lives
    assert all(0 < life <= 61_000 for life in lives)
