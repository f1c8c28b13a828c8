"""Notifies waiting tests, open chat pages and the webhook delivery of changes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from ops.sandbox.state.records import Json

T = TypeVar("T")
LISTENER_BACKLOG = 10_000


class ChangeNotifier:
    """A stream of events, and a way to wait until a condition over the state holds."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json]] = set()
        self.closed = False

    def publish(self, event: Json) -> None:
        """Give the event to every listener; one whose backlog is full is removed."""
        for queue in list(self._listeners):
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                self._listeners.discard(queue)

    def close(self) -> None:
        """End every wait and every stream, because the server is shutting down."""
        self.closed = True
        self.publish({"event": "closing"})

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[asyncio.Queue[Json]]:
        queue: asyncio.Queue[Json] = asyncio.Queue(LISTENER_BACKLOG)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    async def wait_for(self, condition: Callable[[], T | None], seconds: float) -> T | None:
        """The condition's first value that is not None, or None after `seconds`."""
        deadline = asyncio.get_running_loop().time() + seconds
        async with self.subscribe() as queue:
            while (found := condition()) is None:
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0 or self.closed or not await _wait_for_event(queue, left):
                    return condition()
            return found


async def _wait_for_event(queue: asyncio.Queue[Json], seconds: float) -> bool:
    """Wait for at least one event and drain the rest; False when the time is over."""
    waiter = asyncio.ensure_future(queue.get())
    try:
        done, _ = await asyncio.wait({waiter}, timeout=seconds)
    finally:
        waiter.cancel()
    if not done:
        return False
    while not queue.empty():
        queue.get_nowait()
    return True
