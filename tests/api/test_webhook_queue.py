"""The webhook and its queue: acknowledged is in; down, slow, full: 503 with Retry-After, and it comes back by itself."""

import asyncio
import json
import os
import signal

from redis.exceptions import OutOfMemoryError

from models.queue import keys
from tests.api.conftest import Answer, Door
from tests.invariants.service_faults import message
from tests.patience import until


async def deliver(door: Door, words: str = "Buy washers", **chat) -> Answer:
    return await door.send(json.dumps(message(words, **chat)).encode())


def is_later(answer: Answer) -> bool:
    return answer.status == 503 and int(answer.headers["retry-after"]) >= 1 and answer.body == b""


async def test_an_acknowledged_update_is_in_redis_as_it_came(door: Door) -> None:
    update = message("Buy washers")
    body = json.dumps(update).encode()
    assert (await door.send(body)).status == 200
    number = update["update_id"]
    assert await door.redis.hget(f"{keys.UPDATE}{number}", "payload") == body
    assert await door.redis.lrange(f"{keys.LANE}chat:1001", 0, -1) == [str(number).encode()]
    assert await door.redis.zrange(keys.QUEUE, 0, -1) == [f"update:{number}".encode()]


async def test_only_the_head_of_a_chat_stands_in_the_queue_and_a_repeat_changes_nothing(door: Door) -> None:
    bodies = [json.dumps(message(f"Buy part {n}")).encode() for n in range(3)]
    for body in [*bodies, *bodies]:
        assert (await door.send(body)).status == 200
    assert await door.redis.llen(f"{keys.LANE}chat:1001") == 3
    assert await door.redis.zcard(keys.QUEUE) == 1
    await deliver(door, chat=1002)
    assert await door.redis.zcard(keys.QUEUE) == 2


async def test_a_hundred_updates_at_once_are_all_taken(door: Door) -> None:
    """Telegram's `max_connections` goes up to 100."""
    answers = await asyncio.gather(*(deliver(door, chat=2000 + n) for n in range(100)))
    assert {answer.status for answer in answers} == {200}


async def test_redis_down_is_503_and_the_door_opens_again_when_it_is_back(door: Door) -> None:
    door.site.valkey.kill()
    try:
        assert is_later(await deliver(door))
        ready = await door.send(b"", method="GET", path="/health/ready")
        assert (ready.status, json.loads(ready.body)["reason"]) == (503, "queue_unreachable")
        assert (await door.send(b"", method="GET", path="/health")).status == 200
    finally:
        door.site.valkey.start()
    assert (await deliver(door)).status == 200
    assert await door.redis.zcard(keys.QUEUE) == 1
    assert "Traceback" not in door.api.said


async def test_redis_that_does_not_answer_is_503(door: Door) -> None:
    pid = door.site.valkey.server.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        assert is_later(await deliver(door))
    finally:
        os.kill(pid, signal.SIGCONT)
    assert (await deliver(door)).status == 200


async def test_redis_full_is_503_and_the_door_goes_on_after(door: Door) -> None:
    await _fill(door)
    update = message("Buy washers")
    assert is_later(await door.send(json.dumps(update).encode()))
    assert not await door.redis.exists(f"{keys.SEEN}{update['update_id']}")
    assert not await door.redis.exists(f"{keys.LANE}chat:1001")
    numbers = await _numbers(door)
    assert 'planner_updates_refused_total{reason="queue_full"}' in numbers
    await door.redis.delete("ballast")

    async def taken() -> bool:
        return (await door.send(json.dumps(update).encode())).status == 200

    await until(taken, what="the door open again")


async def test_above_the_mark_the_door_closes_before_redis_is_full(door: Door) -> None:
    memory = await door.redis.info("memory")
    while memory["used_memory"] < 0.75 * memory["maxmemory"]:
        await door.redis.append("ballast", b"x" * 262_144)
        memory = await door.redis.info("memory")

    async def closed() -> bool:
        return is_later(await deliver(door))

    await until(closed, what="503 above 70 % of the memory")
    ready = await door.send(b"", method="GET", path="/health/ready")
    assert json.loads(ready.body)["reason"] == "queue_full"
    await door.redis.delete("ballast")

    async def open_again() -> bool:
        return (await deliver(door)).status == 200

    await until(open_again, what="the door open again")


async def test_a_lane_holds_a_thousand_and_other_chats_are_still_served(door: Door) -> None:
    for batch in range(10):
        answers = await asyncio.gather(*(deliver(door, f"part {batch} {n}") for n in range(100)))
        assert {answer.status for answer in answers} == {200}
    assert is_later(await deliver(door, "one too many"))
    assert (await deliver(door, chat=1002)).status == 200
    assert await door.redis.llen(f"{keys.LANE}chat:1001") == keys.LANE_LIMIT
    await door.redis.lpop(f"{keys.LANE}chat:1001")
    assert (await deliver(door, "now it fits")).status == 200


async def _fill(door: Door) -> None:
    size = 262_144
    while size > 16:
        try:
            await door.redis.append("ballast", b"x" * size)
        except OutOfMemoryError:
            size //= 4


async def _numbers(door: Door) -> str:
    return (await door.send(b"", method="GET", path="/metrics")).body.decode()
