"""Sends the updates that arrive in the same iteration of the event loop to Redis in one round trip."""

import asyncio
from collections.abc import Sequence

from models.queue.lanes import Arrival, Lanes, TakenIn

# The bodies of a pipeline are in memory twice; the largest body has 1 MB.
_MOST = 32
_Waiting = tuple[Arrival, "asyncio.Future[TakenIn]"]


class EnqueueBatcher:
    """Enqueues updates in batches: a round trip costs this process more than a script costs Redis."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._waiting: list[_Waiting] = []
        self._running: set[asyncio.Task[None]] = set()

    async def take_in(self, arrival: Arrival) -> TakenIn:
        """As `Lanes.take_in_all` for one. Raises QueueError or OSError; whether the update is stored is then unknown."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._send)
        answer: asyncio.Future[TakenIn] = loop.create_future()
        self._waiting.append((arrival, answer))
        return await answer

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        task = asyncio.create_task(self._commit_all(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _commit_all(self, waiting: Sequence[_Waiting]) -> None:
        """Sequentially: with concurrent pipelines the second could overtake the first, and a chat lost its order."""
        for start in range(0, len(waiting), _MOST):
            await self._commit(waiting[start : start + _MOST])

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        taken: Sequence[TakenIn | Exception]
        try:
            taken = await self._lanes.take_in_all([arrival for arrival, _ in batch])
        except Exception as error:  # noqa: BLE001 - raised in each waiting caller
            taken = [error] * len(batch)
        for (_, answer), outcome in zip(batch, taken, strict=True):
            if answer.done():
                continue  # Its caller has disconnected.
            if isinstance(outcome, Exception):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
