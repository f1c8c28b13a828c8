"""Stores one update in the queue, or says why it cannot."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

import structlog
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from api.enqueue_batcher import EnqueueBatcher
from api.secret_refusals import SecretRefusals
from api.update_envelope import UpdateEnvelope
from models.queue.connection import QueueError
from models.queue.lanes import Arrival, Lanes
from models.runtime.trace_id import trace_of

log = structlog.get_logger()

Refusal = Literal["queue_unreachable", "queue_full", "lane_full"]
_WATCH_SECONDS = 1.0


@dataclass
class IntakeCounts:
    """Counts of accepted and refused updates since the process started; `rejected` ones were not even read, by status."""

    acknowledged: dict[str, int] = field(default_factory=lambda: {"started": 0, "parked": 0, "duplicate": 0})
    refused: dict[str, int] = field(default_factory=dict)
    # A rate needs a sample from before the first one was counted.
    rejected: dict[int, int] = field(default_factory=lambda: {400: 0, 401: 0, 413: 0})

    def refuse(self, reason: str) -> None:
        """Count one refusal."""
        self.refused[reason] = self.refused.get(reason, 0) + 1

    def reject(self, status: int) -> None:
        """Count one request that is answered with a status of 4xx."""
        self.rejected[status] = self.rejected.get(status, 0) + 1


class Intake:
    """Enqueues updates. A background task checks Redis's memory, so that an update takes a single Redis call."""

    def __init__(self, redis: "Redis", *, full_percent: int) -> None:
        self._redis = redis
        self._batcher = EnqueueBatcher(Lanes(redis))
        self._full_percent = full_percent
        self.full = False
        self.counts = IntakeCounts()
        self.secrets = SecretRefusals()

    async def take_in(self, envelope: UpdateEnvelope, body: bytes) -> Refusal | None:
        """None when the update is durably in Redis (or was before); else the reason why it is not."""
        if self.full:
            return self._refuse("queue_full")
        try:
            taken = await self._batcher.take_in(Arrival(envelope.update_id, envelope.lane, body))
        except (QueueError, OSError) as error:
            log.warning("intake_failed", update_id=envelope.update_id, error=type(error).__name__)
            return self._refuse("queue_full" if isinstance(error, OutOfMemoryError) else "queue_unreachable")
        if taken == "full":
            return self._refuse("lane_full")
        self.counts.acknowledged[taken] += 1
        log.info("message_taken_in", trace_id=trace_of(envelope.update_id), outcome=taken)
        return None

    async def watch_memory(self) -> None:
        """Keep `full` up to date with Redis's memory, for as long as the process runs.

        Above the limit the workers could soon not finish their jobs either: a full Redis refuses their writes too.
        """
        while True:
            try:
                await self._check_memory()
                await self.secrets.tell(self._redis)
            except (QueueError, OSError):
                # Unreachable is not full: the next update fails with the right reason.
                self.full = False
            await asyncio.sleep(_WATCH_SECONDS)

    async def _check_memory(self) -> None:
        info = await self._redis.info("memory")
        limit = int(info.get("maxmemory", 0))
        full = limit > 0 and int(info["used_memory"]) * 100 >= limit * self._full_percent
        if full != self.full:
            log.warning("queue_memory", full=full, used=int(info["used_memory"]), limit=limit)
        self.full = full

    def _refuse(self, reason: Refusal) -> Refusal:
        self.counts.refuse(reason)
        return reason
