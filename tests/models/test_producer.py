"""Producer: a job has its place in the queue by when it, or what it answers, came."""

from hypothesis import example, given
from hypothesis import strategies as st
from redis.asyncio import Redis

from models.queue import keys, priority
from models.queue.connection import connect_queue
from models.queue.jobs import DeliverMessage, EmbedTasks
from models.queue.lanes import Lanes
from models.queue.producer import Producer
from tests.planner import Stores


async def test_an_answer_stands_before_the_messages_that_came_after_its_own(stores: Stores) -> None:
    redis: Redis = connect_queue(stores.valkey.url)
    await redis.flushall()
    for number in (1, 2, 3):
        await Lanes(redis).take_in(number, f"chat:{number}", b"{}")
    await Producer(redis).enqueue(DeliverMessage(7, "u0"), waited_seconds=30)
    await Producer(redis).enqueue(DeliverMessage(8, "u9"), delay_seconds=30)
    order = [job.decode() for job in await redis.zrange(keys.QUEUE, 0, -1)]
    assert (order[0], order[-1]) == ("deliver:7", "deliver:8")
    await redis.aclose()


async def test_background_work_stands_behind_all_else_whenever_it_came(stores: Stores) -> None:
    redis: Redis = connect_queue(stores.valkey.url)
    await redis.flushall()
    await Producer(redis).enqueue(EmbedTasks(1, 1, "u1"))
    await Producer(redis).enqueue(EmbedTasks(2, 1, "u1"), delay_seconds=-60)
    await Lanes(redis).take_in(9, "chat:9", b"{}")
    await Producer(redis).enqueue(DeliverMessage(8, "u9"), delay_seconds=3600)
    order = [job.decode() for job in await redis.zrange(keys.QUEUE, 0, -1)]
    assert order == ["update:9", "deliver:8", "embed:2", "embed:1"]
    await redis.aclose()


@given(due=st.integers(0, priority.BACKGROUND_MS - 1), now=st.integers(0, priority.BACKGROUND_MS - 1))
@example(due=5, now=5)
def test_a_place_keeps_the_due_time_and_is_in_exactly_one_range(due: int, now: int) -> None:
    for kind, background in enumerate((False, True)):
        score = float(priority.priority_score(due, background=background))
        assert (priority.is_background(score), priority.due_at_ms(score)) == (background, due)
        inside = [
            [_within(score, bounds) for bounds in found(now)]
            for found in (priority.due_ranges, priority.deferred_ranges)
        ]
        assert inside[due > now][kind]
        assert sum(map(sum, inside)) == 1


def _within(score: float, bounds: priority.ScoreRange) -> bool:
    low, high = map(str, bounds)
    above = score > float(low[1:]) if low.startswith("(") else score >= float(low)
    return above and (score < float(high[1:]) if high.startswith("(") else score <= float(high))
