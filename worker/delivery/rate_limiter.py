"""Keeps all workers together within Telegram's rates: reserves and takes slots by scripts in Redis.

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
    """One message's slot in its chat. `seconds` to wait, and for what; 0 when it is booked."""

    seconds: float
    waits_for: WaitsFor
    chat_telegram_id: int
    urgent: bool
    id: str


class RateLimiter:
    """The pace of one bot: `per_second` over all chats; `burst` answers to one chat before it is one a second."""

    def __init__(self, redis: "Redis", *, per_second: float, burst: int) -> None:
        self._reserve_slot = redis.register_script(_script("reserve_slot"))
        self._take_slot = redis.register_script(_script("take_slot"))
        self._record_arrival = redis.register_script(_script("record_arrival"))
        self._record_refusal = redis.register_script(_script("record_refusal"))
        self._places = max(1, int(per_second))
        self._stretch = _us(self._places / per_second + _UNSEEN)
        self._spacing = _us(MARGIN / per_second)
        self._ahead = _us((burst - 1) * CHAT_SPACING)
        self._in_order = asyncio.Lock()

    @classmethod
    def from_settings(cls, redis: "Redis", settings: Settings) -> "RateLimiter":
        """The pace the settings ask for."""
        return cls(redis, per_second=settings.telegram_per_second, burst=settings.telegram_chat_burst)

    async def reserve_slot(self, chat_telegram_id: int, *, urgent: bool) -> SendSlot:
        """A slot for one more message to this chat; reserved when its `seconds` are 0, then `take_slot` follows.

        Raises QueueError.
        """
        slot_id = secrets.token_hex(8)
        wait, why = await self._reserve_slot(
            keys=[_ALL, f"{_CHAT}{chat_telegram_id}", f"{_GROUP}{chat_telegram_id}"],
            args=[
                _us(CHAT_SPACING),
                self._ahead if urgent else 0,
                GROUP_PER_MINUTE if chat_telegram_id < 0 else 0,
                slot_id,
            ],
        )
        return SendSlot(int(wait) / 1_000_000, why.decode(), chat_telegram_id, urgent, slot_id)

    async def reserve_urgent_slot(self, chat_telegram_id: int, *, most_seconds: float) -> SendSlot:
        """Wait for an urgent slot while it is nearer than `most_seconds`; what comes back is 0, or too far."""
        while (slot := await self.reserve_slot(chat_telegram_id, urgent=True)).seconds > 0:
            if slot.seconds > most_seconds:
                return slot
            await asyncio.sleep(slot.seconds)
        return slot

    async def take_slot(self, slot: SendSlot) -> None:
        """Wait until this message may leave; urgent ones go before all others of any worker. Raises QueueError.

        To be followed by the call at once, and by `record_arrival` when the call is over.
        """
        if slot.urgent:
            await self._placed(slot)
            return
        # One of this process asks at a time: the others could only be refused.
        async with self._in_order:
            await self._placed(slot)

    async def _placed(self, slot: SendSlot) -> None:
        args: list[str | int] = [slot.id, int(slot.urgent), self._places, self._spacing, _MADE_UP, _us(_LOST)]
        while (wait := int(await self._take_slot(keys=[_ALL, _URGENT, _PLACES], args=args))) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait / 1_000_000)

    async def record_arrival(self, slot: SendSlot, seconds: float) -> None:
        """The call of this slot is over, however it ended; it took `seconds`. Raises QueueError."""
        chat = slot.chat_telegram_id
        await self._record_arrival(
            keys=[_PLACES, _ROUND_TRIPS, f"{_CHAT}{chat}", f"{_GROUP}{chat}"],
            args=[
                slot.id,
                _us(seconds),
                self._stretch,
                0 if slot.urgent else _us(CHAT_SPACING + _UNSEEN),
                _TRIPS,
                _TRIPS_BELIEVED,
            ],
        )

    async def record_refusal(self, chat_telegram_id: int, seconds: float) -> None:
        """Telegram answered 429: nothing more to this chat for `seconds`. Raises QueueError."""
        await self._record_refusal(keys=[_ALL, f"{_CHAT}{chat_telegram_id}", _REFUSALS], args=[_us(seconds)])


def _us(seconds: float) -> int:
    return round(seconds * 1_000_000)


@cache
def _script(name: str) -> str:
    return files("worker.delivery").joinpath("scripts", f"{name}.lua").read_text(encoding="utf-8")
