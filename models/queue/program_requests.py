"""Numbers the requests of programs, and knows those that are sent twice under one idempotency key."""

from hashlib import sha256

from redis.asyncio import Redis

from models.queue import keys
from models.runtime.clock import wall_ms

# An id is the time (ms) and the lowest digits of a count: far above Telegram's update ids, and below 2**53, where the
# numbers of Redis's scripts are exact, until the year 2039. It stays new when Redis was emptied and counts from zero.
_COUNTED = 4096


class KeyReusedError(Exception):
    """The idempotency key was used for another request."""


class ProgramRequests:
    """Gives out the ids of requests, from one Redis."""

    def __init__(self, redis: "Redis") -> None:
        self._redis = redis

    async def number(self, token_id: int, body: bytes, key: str | None) -> int:
        """The id of a request that asks for `body`: under a key that this token used within the last 48 hours, the id it had
        then. Raises KeyReusedError when that asked for something else; QueueError."""
        count = await self._redis.incr(keys.PROGRAM_REQUESTS)
        new = wall_ms() * _COUNTED + int(count) % _COUNTED
        if key is None:
            return new
        digest = sha256(body).hexdigest()
        name = f"{keys.PROGRAM_KEY}{token_id}:{sha256(key.encode()).hexdigest()}"
        kept = await self._redis.set(name, f"{new}:{digest}", nx=True, get=True, px=keys.SEEN_TTL_MS)
        if kept is None:
            return new
        known, _, asked = bytes(kept).decode().partition(":")
        if asked != digest:
            raise KeyReusedError
        return int(known)
