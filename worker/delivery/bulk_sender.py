"""Sends digests and reminders at Telegram's rate, many at once, people's answers first."""

import asyncio
from collections import Counter

import structlog

from models.runtime import clock
from worker.delivery.outbox import Head, bulk_heads, claim
from worker.delivery.rate_limiter import RateLimiter, SendSlot
from worker.delivery.sender import Delivery, post, release_claim
from worker.services import Services

log = structlog.get_logger()

# Telegram answers in 0.1 to 0.5 s: this many on their way keep 30 a second going.
_MOST_ON_THE_WAY = 20
# So many are claimed before they may leave: the next is ready when its instant comes, and few are lost with a worker.
_MOST_READY = 3
_BATCH = 300
# What is on its way when the process stops has this long to arrive; after it, it counts as unknown.
_GRACE_SECONDS = 10.0


class BulkSender:
    """Sends what is due in bulk. Any number of them may run: rows are claimed, and the pace is shared."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pace = RateLimiter.from_settings(services.redis, services.settings)
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._ready = asyncio.Semaphore(_MOST_READY)
        self._became: Counter[str] = Counter()

    async def run(self, *, seconds: float) -> "Counter[str]":
        """Until nothing is due any more, or for `seconds`. Raises what the stores raise when they are away.

        What became of the rows: how many were "sent", how many go "later", "failed", are "unknown" or "broken off".
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            while loop.time() < end:
                heads = await bulk_heads(self._services.database, clock.now(), limit=_BATCH)
                if not heads and not self._on_the_way:
                    break
                left = [head for head in heads if not await self._started(head, end)]
                if len(left) == len(heads) or not heads:
                    # Each of these chats has had its message of this second, or somebody else has its turn.
                    await asyncio.sleep(0.1)
        finally:
            await self._land()
        return self._became

    async def _started(self, head: Head, end: float) -> bool:
        """Book a row's turn and bring it on its way; False when its own chat must wait, or the time is over."""
        loop = asyncio.get_running_loop()
        while len(self._on_the_way) >= _MOST_ON_THE_WAY:
            await asyncio.wait(self._on_the_way, return_when=asyncio.FIRST_COMPLETED)
        async with self._ready:
            while loop.time() < end:
                turn = await self._pace.reserve_slot(head.chat_telegram_id, urgent=False)
                if turn.seconds <= 0:
                    self._start(head, turn)
                    return True
                if turn.waits_for == "chat":
                    return False
                await asyncio.sleep(min(turn.seconds, 1.0))
        return False

    def _start(self, head: Head, turn: SendSlot) -> None:
        task = asyncio.create_task(self._send(head, turn))
        self._on_the_way.add(task)
        task.add_done_callback(self._landed)

    async def _send(self, head: Head, turn: SendSlot) -> None:
        """Claimed only when few are before it: a row whose worker dies before it is claimed was never on its way."""
        async with self._ready:
            row = await claim(self._services.database, head, self._services.worker_id, clock.now())
            if row is None:
                return
            payload = await release_claim(self._services, self._pace, row, turn)
        if not isinstance(payload, Delivery):
            payload = await post(self._services, self._pace, row, turn, payload)
        self._became[payload.state] += 1

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._on_the_way.discard(task)
        error = None if task.cancelled() else task.exception()
        self._became["broken off"] += task.cancelled() or error is not None
        if error is not None:
            # A row whose end could not be noted is left to the reconciler (worker/reconciler.py).
            log.warning("bulk_send_failed", error=type(error).__name__)

    async def _land(self) -> None:
        if self._on_the_way:
            _, late = await asyncio.wait(set(self._on_the_way), timeout=_GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
