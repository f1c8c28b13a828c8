"""Turns: asks the one clock all workers share whether a message may go to its chat, and whether it may leave now.

A message takes a *place* when it leaves, and there are as many places as Telegram takes messages in a second. A place
is free again one second after the latest instant at which its message can have arrived, whatever held it up: so no
second as Telegram sees it has one too many, and what was late is not made up for in a burst. That instant is told by
the round trip: arrival is estimated as the response time minus the smallest round trip of the last 128 calls.
Counting where messages leave was not enough: on a busy machine 32 to 35 arrived within a second.
"""

import asyncio
import secrets
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from redis.asyncio import Redis

from models.runtime.settings import Settings

# Telegram's own figures (ops/docs/telegram.md): one message a second to a chat, 20 a minute to a group.
CHAT_SPACING = 1.0
GROUP_PER_MINUTE = 20
# Departures are spaced a little wider than the pace: even, and the places are seldom what they wait for.
MARGIN = 1.015
# What a round trip cannot tell of the way there, in seconds.
_UNSEEN = 0.005
# Somebody who woke up late makes up for so many spacings, as far as there are places.
_MADE_UP = 15
# A place whose message is not heard of (its worker was killed) is free again after this long, in seconds.
_LOST = 5.0
# The shortest of so many round trips counts, and none before there are so many.
_TRIPS, _TRIPS_BELIEVED = 128, 16

_ALL, _URGENT, _REFUSALS = "planner:pace:all", "planner:pace:urgent", "planner:pace:refusals"
_PLACES, _ROUND_TRIPS = "planner:pace:places", "planner:pace:trips"
_CHAT, _GROUP = "planner:pace:chat:", "planner:pace:group:"

WaitsFor = Literal["", "chat", "all"]


@dataclass(frozen=True, slots=True)
class SendSlot:
    """One message's turn in its chat. `seconds` to wait, and for what; 0 when it is booked."""

    seconds: float
    waits_for: WaitsFor
    chat_telegram_id: int
    urgent: bool
    id: str


class RateLimiter:
    """The pace of one bot: `per_second` over all chats; `burst` answers to one chat before it is one a second."""

    def __init__(self, redis: "Redis", *, per_second: float, burst: int) -> None:
        self._turn = redis.register_script(_script("reserve_slot"))
        self._leave = redis.register_script(_script("take_slot"))
        self._landed = redis.register_script(_script("record_arrival"))
        self._refused = redis.register_script(_script("record_refusal"))
        self._places = max(1, int(per_second))
        self._stretch = _us(self._places / per_second + _UNSEEN)
        self._spacing = _us(MARGIN / per_second)
        self._ahead = _us((burst - 1) * CHAT_SPACING)
        self._in_order = asyncio.Lock()

    @classmethod
    def of(cls, redis: "Redis", settings: Settings) -> "RateLimiter":
        """The pace the settings ask for."""
        return cls(redis, per_second=settings.telegram_per_second, burst=settings.telegram_chat_burst)

    async def ask(self, chat_telegram_id: int, *, urgent: bool) -> SendSlot:
        """Whether one more message may go to this chat; it is booked then, and may `leave`. Raises QueueError."""
        turn_id = secrets.token_hex(8)
        wait, why = await self._turn(
            keys=[_ALL, f"{_CHAT}{chat_telegram_id}", f"{_GROUP}{chat_telegram_id}"],
            args=[
                _us(CHAT_SPACING),
                self._ahead if urgent else 0,
                GROUP_PER_MINUTE if chat_telegram_id < 0 else 0,
                turn_id,
            ],
        )
        return SendSlot(int(wait) / 1_000_000, why.decode(), chat_telegram_id, urgent, turn_id)

    async def urgent_turn(self, chat_telegram_id: int, *, most_seconds: float) -> SendSlot:
        """Wait for an urgent turn while it is nearer than `most_seconds`; what comes back is 0, or too far."""
        while (turn := await self.ask(chat_telegram_id, urgent=True)).seconds > 0:
            if turn.seconds > most_seconds:
                return turn
            await asyncio.sleep(turn.seconds)
        return turn

    async def leave(self, turn: SendSlot) -> None:
        """Wait until this message may leave; urgent ones go before all others of any worker. Raises QueueError.

        To be followed by the call at once, and by `landed` when the call is over.
        """
        if turn.urgent:
            await self._placed(turn)
            return
        # One of this process asks at a time: the others could only be refused.
        async with self._in_order:
            await self._placed(turn)

    async def _placed(self, turn: SendSlot) -> None:
        args: list[str | int] = [turn.id, int(turn.urgent), self._places, self._spacing, _MADE_UP, _us(_LOST)]
        while (wait := int(await self._leave(keys=[_ALL, _URGENT, _PLACES], args=args))) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait / 1_000_000)

    async def landed(self, turn: SendSlot, seconds: float) -> None:
        """The call of this turn is over, however it ended; it took `seconds`. Raises QueueError."""
        chat = turn.chat_telegram_id
        await self._landed(
            keys=[_PLACES, _ROUND_TRIPS, f"{_CHAT}{chat}", f"{_GROUP}{chat}"],
            args=[
                turn.id,
                _us(seconds),
                self._stretch,
                0 if turn.urgent else _us(CHAT_SPACING + _UNSEEN),
                _TRIPS,
                _TRIPS_BELIEVED,
            ],
        )

    async def refused(self, chat_telegram_id: int, seconds: float) -> None:
        """Telegram answered 429: nothing more to this chat for `seconds`. Raises QueueError."""
        await self._refused(keys=[_ALL, f"{_CHAT}{chat_telegram_id}", _REFUSALS], args=[_us(seconds)])


def _us(seconds: float) -> int:
    return round(seconds * 1_000_000)


@cache
def _script(name: str) -> str:
    return files("worker.delivery").joinpath("scripts", f"{name}.lua").read_text(encoding="utf-8")
