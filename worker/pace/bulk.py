"""Bulk: digests and reminders leave at Telegram's pace, many on their way at once, people's answers first."""

import asyncio

import structlog

from models import clock
from worker.jobs.delivery_rows import Head, bulk_heads, claim
from worker.pace.sending import send
from worker.pace.turns import Pace
from worker.services import Services

log = structlog.get_logger()

# Telegram answers in 0.1 to 0.5 s: this many on their way keep 30 a second going.
_MOST_ON_THE_WAY = 20
_BATCH = 300
# What is on its way when the process stops has this long to arrive; after it, it counts as unknown.
_GRACE_SECONDS = 10.0


class BulkSender:
    """Sends what is due in bulk. Any number of them may run: rows are claimed, and the pace is shared."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pace = Pace.of(services.redis, services.settings)
        self._on_the_way: set[asyncio.Task[None]] = set()

    async def run(self, *, seconds: float) -> None:
        """Until nothing is due any more, or for `seconds`. Raises what the stores raise when they are away."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        try:
            while loop.time() < end:
                heads = await bulk_heads(self._services.database, clock.now(), limit=_BATCH)
                if not heads and not self._on_the_way:
                    break
                left = [head for head in heads if loop.time() < end and not await self._started(head)]
                if len(left) == len(heads) or not heads:
                    # Each of these chats has had its message of this second, or somebody else has its turn.
                    await asyncio.sleep(0.1)
        finally:
            await self._land()

    async def _started(self, head: Head) -> bool:
        """Send one row as soon as all chats together allow it; False when its own chat must wait."""
        while len(self._on_the_way) >= _MOST_ON_THE_WAY:
            await asyncio.wait(self._on_the_way, return_when=asyncio.FIRST_COMPLETED)
        while (turn := await self._pace.ask(head.chat_telegram_id, urgent=False)).seconds > 0:
            if turn.waits_for == "chat":
                return False
            await asyncio.sleep(turn.seconds)
        task = asyncio.create_task(self._send(head))
        self._on_the_way.add(task)
        task.add_done_callback(self._landed)
        return True

    async def _send(self, head: Head) -> None:
        """Claimed only now: a row whose worker dies while it waits for its turn was never on its way."""
        row = await claim(self._services.database, head, self._services.worker_id, clock.now())
        if row is not None:
            await send(self._services, self._pace, row)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._on_the_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # A row whose end could not be noted is the sweep's (worker/sweeps.py).
            log.warning("bulk_send_failed", error=type(error).__name__)

    async def _land(self) -> None:
        if self._on_the_way:
            _, late = await asyncio.wait(set(self._on_the_way), timeout=_GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
