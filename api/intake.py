"""Intake: the queue's door inside this process: one update in, or a clear no."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

import structlog
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from api.enqueue_batcher import EnqueueBatcher
from api.update_envelope import UpdateEnvelope
from models.queue.connection import QueueError
from models.queue.lanes import Arrival, Lanes

log = structlog.get_logger()

Refusal = Literal["queue_unreachable", "queue_full", "lane_full"]
_WATCH_SECONDS = 1.0


@dataclass
class Tally:
    """What came in since the process started."""

    acknowledged: dict[str, int] = field(default_factory=lambda: {"started": 0, "parked": 0, "duplicate": 0})
    refused: dict[str, int] = field(default_factory=dict)

    def refuse(self, reason: str) -> None:
        """Count one refusal."""
        self.refused[reason] = self.refused.get(reason, 0) + 1


class Intake:
    """Takes updates in. Full is decided by a watcher, so that the hot path asks Redis one thing only."""

    def __init__(self, redis: "Redis", *, full_percent: int) -> None:
        self._redis = redis
        self._commit = EnqueueBatcher(Lanes(redis))
        self._full_percent = full_percent
        self.full = False
        self.tally = Tally()

    async def take_in(self, head: UpdateEnvelope, body: bytes) -> Refusal | None:
        """None when the update is in Redis for good (or was already); else why not, and then it is not in."""
        if self.full:
            return self._refuse("queue_full")
        try:
            taken = await self._commit.take_in(Arrival(head.update_id, head.lane, body))
        except (QueueError, OSError) as error:
            log.warning("intake_failed", update_id=head.update_id, error=type(error).__name__)
            return self._refuse("queue_full" if isinstance(error, OutOfMemoryError) else "queue_unreachable")
        if taken == "full":
            return self._refuse("lane_full")
        self.tally.acknowledged[taken] += 1
        return None

    async def watch_memory(self) -> None:
        """Keep `full` true to Redis's memory, for as long as the process lives.

        Above the mark the worker could soon not finish its jobs either: a full Redis refuses its writes too.
        """
        while True:
            try:
                await self._look()
            except (QueueError, OSError):
                # Unreachable is not full: the next update finds out by itself and says so.
                self.full = False
            await asyncio.sleep(_WATCH_SECONDS)

    async def _look(self) -> None:
        info = await self._redis.info("memory")
        limit = int(info.get("maxmemory", 0))
        full = limit > 0 and int(info["used_memory"]) * 100 >= limit * self._full_percent
        if full != self.full:
            log.warning("queue_memory", full=full, used=int(info["used_memory"]), limit=limit)
        self.full = full

    def _refuse(self, reason: Refusal) -> Refusal:
        self.tally.refuse(reason)
        return reason
