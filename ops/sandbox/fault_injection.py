"""Injected faults per Bot API method, and Telegram's rate limits."""

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, Field

from ops.sandbox.botapi.errors import BotApiError, too_many_requests
from ops.sandbox.state.records import Json

FaultKind = Literal[
    "error",  # refused with `code` before anything happens
    "slow",  # waits `seconds`, then works as usual
    "hang",  # nothing happens and no answer comes
    "drop",  # nothing happens and the connection is closed
    "garbage",  # nothing happens and the answer is no JSON
    "post_then_slow",  # executed, but the answer comes after `seconds`
    "post_then_hang",  # executed, but no answer comes
    "post_then_drop",  # executed, but the connection is closed
    "post_then_error",  # executed, but answered with `code`
    "post_then_garbage",  # executed, but a proxy answers 502 with a page of its own
]
WORDS = {
    400: "Bad Request: injected by a test",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: injected by a test",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Fault(BaseModel):
    """One injected fault.

    `method` is a Bot API method, "file" for downloads, or "*". `times` None means until removed;
    `probability` applies to every matching call. `seconds` is how long to wait or to hang.
    """

    id: int = 0
    method: str = "*"
    fault: FaultKind
    times: int | None = Field(default=1, ge=1)
    probability: float = Field(default=1.0, ge=0, le=1)
    code: int = Field(default=500, ge=400, le=599)
    description: str = ""
    retry_after: int = Field(default=1, ge=0)
    seconds: float = Field(default=30.0, ge=0)
    chat_id: int | None = None
    hits: int = 0

    @property
    def executes_method(self) -> bool:
        """Whether the method is executed before the fault takes effect."""
        return self.fault.startswith("post_then_")

    def refusal(self) -> BotApiError:
        """The error response of an `error` fault."""
        if self.code == 429:
            return too_many_requests(self.retry_after)
        return BotApiError(self.code, self.description or WORDS.get(self.code, f"Error {self.code}"))


class FaultPlan:
    """Faults in the order they were added; the first that matches applies."""

    def __init__(self, seed: int = 0) -> None:
        self.orders: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 - a repeatable dice, no secret
        self._next = 1

    def add(self, fault: Fault) -> Fault:
        fault = fault.model_copy(update={"id": self._next, "hits": 0})
        self._next += 1
        self.orders.append(fault)
        return fault

    def clear(self) -> None:
        self.orders.clear()

    def next_fault(self, method: str, chat_id: str = "") -> Fault | None:
        """The fault for this call, counted; None when the call is to succeed."""
        for fault in self.orders:
            if fault.method not in ("*", method) and fault.method.lower() != method.lower():
                continue
            if fault.chat_id is not None and str(fault.chat_id) != chat_id:
                continue
            if self._random.random() >= fault.probability:
                continue
            fault.hits += 1
            if fault.times is not None and fault.hits >= fault.times:
                self.orders.remove(fault)
            return fault
        return None


@dataclass
class RateLimits:
    """Telegram's rate limits: 30 messages a second over all chats, 1 a second in a chat with a short
    burst, 20 a minute in a group. Every violation is counted; it is refused only while `on`."""

    on: bool = False
    overall: int = 30
    burst: int = 5
    per_chat_seconds: float = 1.0
    group_per_minute: int = 20
    violations: dict[str, int] = field(default_factory=lambda: {"overall": 0, "chat": 0, "group": 0})
    busiest_second: int = 0
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def check(self, chat_id: int, now: float) -> None:
        """Count one message; BotApiError 429 when a limit is exceeded and the limits are on."""
        breaches = [self._overall(now), self._chat(chat_id, now)]
        if chat_id < 0:
            breaches.append(self._group(chat_id, now))
        wait = max(breaches)
        if wait and self.on:
            raise too_many_requests(max(1, round(wait + 0.5)))

    def report(self) -> Json:
        return {"on": self.on, "violations": self.violations, "busiest_second": self.busiest_second}

    def reset(self) -> None:
        """Forget what was counted; `on` stays."""
        self.violations = {"overall": 0, "chat": 0, "group": 0}
        self.busiest_second = 0
        self._sent.clear()
        self._chats.clear()
        self._groups.clear()

    def _overall(self, now: float) -> float:
        wait = _window(self._sent, now, 1.0, self.overall, self.on)
        self.busiest_second = max(self.busiest_second, len(self._sent))
        return self._counted("overall", wait)

    def _chat(self, chat_id: int, now: float) -> float:
        """A bucket of `burst` messages that refills at one per `per_chat_seconds`."""
        level, at = self._chats.get(chat_id, (0.0, now))
        level = max(0.0, level - (now - at) / self.per_chat_seconds)
        if level + 1 > self.burst:
            self._chats[chat_id] = (level if self.on else level + 1, now)
            return self._counted("chat", (level + 1 - self.burst) * self.per_chat_seconds)
        self._chats[chat_id] = (level + 1, now)
        return 0.0

    def _group(self, chat_id: int, now: float) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        return self._counted("group", _window(sent, now, 60.0, self.group_per_minute, self.on))

    def _counted(self, kind: str, wait: float) -> float:
        self.violations[kind] += 1 if wait > 0 else 0
        return wait


def _window(sent: deque[float], now: float, seconds: float, limit: int, refuse: bool) -> float:
    """Seconds until one more fits into a sliding window; 0 when it fits now."""
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    if len(sent) < limit:
        sent.append(now)
        return 0.0
    if not refuse:
        sent.append(now)
    return max(0.001, sent[0] + seconds - now)
