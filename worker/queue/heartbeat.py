"""Each worker records every five seconds that it lives, and what it does."""

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from redis.asyncio import Redis

from models.queue import keys
from models.runtime.clock import wall_ms
from models.runtime.version import product_version

# Three beats missed: a killed worker is known as dead 15 s later.
_TTL_SECONDS = 15
_DAY_MS = 86_400_000


class Heartbeat:
    """One worker's heartbeat: a hash that vanishes 15 s after its last beat, and a place in the list of workers."""

    def __init__(
        self, redis: "Redis", worker_id: str, facts: Mapping[str, str | Callable[[], str]] | None = None
    ) -> None:
        """`facts` are told with every beat, as they are then: what nobody else can know of a worker."""
        self._redis = redis
        self._facts = dict(facts or {})
        self._worker_id = worker_id
        self._started_ms = wall_ms()

    async def beat(self, running: list[str], completed: int) -> None:
        """Say what runs now and how much was done since the start. Raises QueueError."""
        name, now = keys.WORKER + self._worker_id, wall_ms()
        facts = {
            "started": self._started_ms,
            "version": product_version(),
            "memory_kb": _memory_kb(),
            "running": " ".join(running),
            "completed": completed,
            **self._facts,
        }
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(
                name,
                mapping={key: str(value() if callable(value) else value) for key, value in facts.items()},
            )
            pipe.expire(name, _TTL_SECONDS)
            pipe.zadd(keys.WORKERS, {self._worker_id: now})
            pipe.zremrangebyscore(keys.WORKERS, "-inf", now - _DAY_MS)
            await pipe.execute()

    async def sign_off(self) -> None:
        """Leave the list. Raises QueueError."""
        await self._redis.zrem(keys.WORKERS, self._worker_id)
        await self._redis.delete(keys.WORKER + self._worker_id)


async def live_workers(redis: "Redis") -> set[str]:
    """Workers whose last beat is less than 15 s old. Raises QueueError."""
    recent = await redis.zrangebyscore(keys.WORKERS, wall_ms() - _TTL_SECONDS * 1000, "+inf")
    return {name.decode() for name in recent}


def new_worker_id() -> str:
    """A name no other process had: in containers every worker is process 1 of the same host name."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def _memory_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
