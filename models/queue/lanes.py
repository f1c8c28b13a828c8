"""A chat's updates wait in a list, and only its head is in the queue (invariants I1 and I3).

Other systems call a lane a message group.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1
from importlib.resources import files
from typing import Any, Literal

from redis.asyncio import Redis
from redis.exceptions import NoScriptError

from models.queue import keys
from models.queue.jobs import HandleUpdate
from models.runtime.clock import wall_ms

TakenIn = Literal["started", "parked", "duplicate", "full"]


def lua_script(name: str) -> str:
    """The text of one of this package's Lua scripts."""
    return files("models.queue").joinpath("scripts", f"{name}.lua").read_text(encoding="utf-8")


def job_payload(name: str, arguments: dict[str, object]) -> str:
    """A job as arq reads it, in JSON. `et` is when it was enqueued, in ms."""
    return json.dumps({"t": None, "f": name, "a": [], "k": arguments, "et": wall_ms()}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as received: its id, its lane, its JSON."""

    update_id: int
    lane: str
    payload: bytes


class Lanes:
    """The lanes of one Redis. Every method is one script call and safe to repeat."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis
        self._take_in = lua_script("take_in")
        self._take_in_sha = sha1(self._take_in.encode(), usedforsecurity=False).hexdigest()
        self._advance = redis.register_script(lua_script("advance"))
        self._requeue_head = redis.register_script(lua_script("requeue_head"))
        self._requeue_dead_letter = redis.register_script(lua_script("requeue_dead_letter"))

    async def take_in(self, update_id: int, lane: str, payload: bytes) -> TakenIn:
        """Store one update in its lane, durably when this returns. Raises QueueError; then nothing is stored."""
        (answer,) = await self.take_in_all([Arrival(update_id, lane, payload)])
        if isinstance(answer, Exception):
            raise answer
        taken: TakenIn = answer
        return taken

    async def take_in_all(self, arrivals: Sequence[Arrival]) -> list[Any]:
        """Store updates in their lanes in one round trip and in their order: for each its TakenIn or Redis's error.

        Raises QueueError when it is unknown which of them are stored: each can safely be sent again.
        """
        answers = await self._taken_in(arrivals)
        if any(isinstance(answer, NoScriptError) for answer in answers):
            await self._redis.script_load(self._take_in)
            answers = await self._taken_in(arrivals)
        return [answer.decode() if type(answer) is bytes else answer for answer in answers]

    async def _taken_in(self, arrivals: Sequence[Arrival]) -> list[Any]:
        pipe = self._redis.pipeline(transaction=False)
        for arrival in arrivals:
            pipe.evalsha(self._take_in_sha, 6, *_take_in_arguments(arrival))
        return await pipe.execute(raise_on_error=False)

    async def payload(self, update_id: int) -> tuple[bytes, int] | None:
        """An update's body and its time of arrival (ms since the epoch); None when it is no longer in Redis."""
        body, received = await self._redis.hmget(f"{keys.UPDATE}{update_id}", ["payload", "received"])  # type: ignore[misc]
        return None if body is None else (body, int(received))

    async def advance(self, update_id: int, lane: str) -> int | None:
        """Remove the handled head and enqueue the next update, whose id is returned."""
        head = await self._advance(
            keys=[keys.LANE + lane, keys.LANES, keys.QUEUE, f"{keys.UPDATE}{update_id}"],
            args=[
                update_id,
                lane,
                _job_template(lane),
                keys.JOB_TTL_MS,
                wall_ms(),
                keys.JOB,
                keys.UPDATE,
                "update:",
            ],
        )
        return int(head) if head else None

    async def requeue_head(self, lane: str) -> int | None:
        """Enqueue a lane's head if it is missing from the queue; its id, or None when it was not missing."""
        head = await self._requeue_head(
            keys=[keys.LANE + lane, keys.LANES, keys.QUEUE],
            args=[
                lane,
                _job_template(lane),
                keys.JOB_TTL_MS,
                wall_ms(),
                keys.JOB,
                keys.UPDATE,
                "update:",
                keys.RESULT,
                keys.RETRY,
            ],
        )
        return int(head) if head else None

    async def requeue_dead_letter(
        self, update_id: int, lane: str, payload: bytes
    ) -> Literal["started", "parked", "waiting"]:
        """Return a dead letter's update to its position in the lane: behind a running head, before later updates."""
        answer = await self._requeue_dead_letter(
            keys=[f"{keys.UPDATE}{update_id}", keys.LANE + lane, keys.LANES, keys.QUEUE],
            args=[
                update_id,
                lane,
                payload,
                _job_template(lane),
                keys.JOB_TTL_MS,
                wall_ms(),
                keys.JOB,
                keys.job_of_update(""),
                keys.IN_PROGRESS,
            ],
        )
        return answer.decode()  # type: ignore[no-any-return]

    async def names(self) -> list[str]:
        """All lanes with waiting updates, the one with the oldest head first."""
        return [name.decode() for name in await self._redis.zrange(keys.LANES, 0, -1)]

    async def oldest_ms(self) -> int | None:
        """The age of the oldest head in ms; None when nothing waits."""
        first = await self._redis.zrange(keys.LANES, 0, 0, withscores=True)
        return max(0, wall_ms() - int(first[0][1])) if first else None


def _take_in_arguments(arrival: Arrival) -> tuple[Any, ...]:
    """The six keys and nine arguments of take_in.lua."""
    update_id, lane = arrival.update_id, arrival.lane
    job_id = keys.job_of_update(update_id)
    return (
        f"{keys.SEEN}{update_id}",
        f"{keys.UPDATE}{update_id}",
        keys.LANE + lane,
        keys.LANES,
        keys.QUEUE,
        keys.JOB + job_id,
        update_id,
        lane,
        arrival.payload,
        job_payload(HandleUpdate.name, {"update_id": update_id, "lane": lane}),
        keys.JOB_TTL_MS,
        keys.SEEN_TTL_MS,
        wall_ms(),
        keys.LANE_LIMIT,
        job_id,
    )


def _job_template(lane: str) -> str:
    # The script inserts the id unquoted: update ids are numbers.
    return job_payload(HandleUpdate.name, {"update_id": "@ID@", "lane": lane}).replace('"@ID@"', "@ID@")
