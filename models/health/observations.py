"""What one process observed and the others cannot: wrong webhook secrets, Telegram's view, the certificate. Kept in Redis."""

import json
from typing import Any, Literal

from redis.asyncio import Redis

from models.queue import keys
from models.runtime.clock import wall_ms

Observed = Literal["webhook_secret", "telegram", "certificate"]

# An observation older than this says nothing about the present. Seconds.
_FRESH_SECONDS: dict[Observed, int] = {"webhook_secret": 600, "telegram": 300, "certificate": 3600}


async def record_observation(redis: "Redis", name: Observed, facts: dict[str, Any]) -> None:
    """Replace the last observation of that name by `facts` (JSON). Raises QueueError."""
    await redis.hset(keys.OBSERVED, name, json.dumps({**facts, "at_ms": wall_ms()}))  # type: ignore[misc]


async def read_observations(redis: "Redis") -> dict[str, dict[str, Any]]:
    """The observations that are recent enough to count, by name. Raises QueueError."""
    found: dict[bytes, bytes] = await redis.hgetall(keys.OBSERVED)  # type: ignore[misc]
    fresh: dict[str, dict[str, Any]] = {}
    for name, seconds in _FRESH_SECONDS.items():
        facts = json.loads(found.get(name.encode(), b"{}"))
        if wall_ms() - facts.get("at_ms", 0) < seconds * 1000:
            fresh[name] = facts
    return fresh
