"""Turns: asks the one clock all workers share whether a message may leave now."""

import asyncio
import secrets
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from redis.asyncio import Redis

from models.settings import Settings

# Telegram's own figures (TELEGRAM.md): one message a second to a chat, 20 a minute to a group.
CHAT_SPACING = 1.0
GROUP_PER_MINUTE = 20
# We count where a message leaves, Telegram where it arrives: 4 % slower, and no second has one too many.
MARGIN = 1.04
_STRETCH = round(1.02 * 1_000_000)

_ALL, _URGENT, _REFUSALS = "planner:pace:all", "planner:pace:urgent", "planner:pace:refusals"
_RECENT, _LEFT = "planner:pace:recent", "planner:pace:left"
_CHAT, _GROUP = "planner:pace:chat:", "planner:pace:group:"

WaitsFor = Literal["", "chat", "all", "urgent"]


@dataclass(frozen=True, slots=True)
class Turn:
    """`seconds` to wait, and for what; 0 when the message may leave, which is then booked."""

    seconds: float
    waits_for: WaitsFor = ""


class Pace:
    """The pace of one bot: `per_second` over all chats; `burst` answers to one chat before it is one a second."""

    def __init__(self, redis: "Redis", *, per_second: float, burst: int) -> None:
        self._grant = redis.register_script(_script("grant"))
        self._refused = redis.register_script(_script("refused"))
        self._departed = redis.register_script(_script("depart"))
        self._spacing = round(MARGIN * 1_000_000 / per_second)
        self._most = max(1, int(per_second))
        self._ahead = round((burst - 1) * CHAT_SPACING * 1_000_000)

    @classmethod
    def of(cls, redis: "Redis", settings: Settings) -> "Pace":
        """The pace the settings ask for."""
        return cls(redis, per_second=settings.telegram_per_second, burst=settings.telegram_chat_burst)

    async def ask(self, chat_telegram_id: int, *, urgent: bool) -> Turn:
        """Whether one message may leave now. Urgent ones go before all others of any worker. Raises QueueError."""
        group = chat_telegram_id < 0
        wait, why = await self._grant(
            keys=[_ALL, _URGENT, f"{_CHAT}{chat_telegram_id}", f"{_GROUP}{chat_telegram_id}", _RECENT],
            args=[
                self._spacing,
                round(CHAT_SPACING * 1_000_000),
                self._ahead if urgent else 0,
                int(urgent),
                GROUP_PER_MINUTE if group else 0,
                secrets.token_hex(8),
                self._most,
                self._most * self._spacing,
            ],
        )
        return Turn(int(wait) / 1_000_000, why.decode())

    async def urgent_turn(self, chat_telegram_id: int, *, most_seconds: float) -> Turn:
        """Wait for an urgent turn while it is nearer than `most_seconds`; what comes back is 0, or too far."""
        while (turn := await self.ask(chat_telegram_id, urgent=True)).seconds > 0:
            if turn.seconds > most_seconds:
                return turn
            await asyncio.sleep(turn.seconds)
        return turn

    async def depart(self) -> None:
        """The last gate, right before a call: what was held up since its turn does not leave in a burst.

        Between its turn and its call a message's row is claimed, and on a busy disk that takes one as long as five
        others: 35 arrived within a second. Raises QueueError.
        """
        while (wait := int(await self._departed(keys=[_LEFT], args=[self._most, _STRETCH]))) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait / 1_000_000)

    async def refused(self, chat_telegram_id: int, seconds: float) -> None:
        """Telegram answered 429: nothing more to this chat for `seconds`. Raises QueueError."""
        await self._refused(
            keys=[_ALL, f"{_CHAT}{chat_telegram_id}", _REFUSALS], args=[round(seconds * 1_000_000)]
        )


def _script(name: str) -> str:
    return files("worker.pace").joinpath(f"{name}.lua").read_text(encoding="utf-8")
