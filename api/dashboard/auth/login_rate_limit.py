"""Limits on login attempts: ten passwords in 15 minutes per caller, a hundred in total.

Browsers that have logged in before are counted apart from unknown callers, who therefore cannot lock them out.
Two Redis counters, written here: a rate-limit library would only add its memory to the api.
"""

from redis.asyncio import Redis

from api.caller_address import address_block
from api.dashboard.auth.sessions import KnownBrowser

WINDOW_SECONDS = 900
_PER_CALLER, _IN_TOTAL = 10, 100
# A code has 192 random bits: this limits the work, guessing is hopeless anyway.
_CODES = 20
# Address blocks whose code attempts are counted; beyond that the length of the codes has to suffice.
_MOST_BLOCKS = 10_000
_PREFIX = "planner:dashboard:attempts:"
_CODES_KEY = _PREFIX + "codes"


async def count_password_attempt(redis: "Redis", address: str, known: KnownBrowser | None) -> int:
    """Count one password attempt; 0 when it is allowed, else the seconds until the next one is. Raises QueueError.

    Attempts over the caller's own limit do not count towards the total, and once the total is reached
    nothing is stored.
    """
    own_key, total_key = _counter_names(address, known)
    made = await redis.get(_PREFIX + total_key)
    if made is not None and int(made) >= _IN_TOTAL:
        return max(1, int(await redis.ttl(_PREFIX + total_key)))
    for name, limit in ((own_key, _PER_CALLER), (total_key, _IN_TOTAL)):
        wait = await _count(redis, _PREFIX + name, limit)
        if wait:
            return wait
    return 0


async def reset_password_attempts(redis: "Redis", address: str, known: KnownBrowser | None) -> None:
    """Forget the caller's failed attempts after a correct password. Raises QueueError."""
    await redis.delete(_PREFIX + _counter_names(address, known)[0])


async def count_code_attempt(redis: "Redis", address: str) -> int:
    """Count one attempt with a one-time code; 0 when it is allowed, else seconds as above. Raises QueueError.

    There is no limit in total, so nobody can use up the attempts of others.
    """
    block = address_block(address)
    made = await redis.hget(_CODES_KEY, block)  # type: ignore[misc]
    if made is None and await redis.hlen(_CODES_KEY) >= _MOST_BLOCKS:  # type: ignore[misc]
        return 0
    async with redis.pipeline(transaction=True) as pipe:
        pipe.hincrby(_CODES_KEY, block, 1)
        pipe.expire(_CODES_KEY, WINDOW_SECONDS, nx=True)
        pipe.ttl(_CODES_KEY)
        count, _, left = await pipe.execute()
    return max(1, int(left)) if count > _CODES else 0


def _counter_names(address: str, known: KnownBrowser | None) -> tuple[str, str]:
    """The names of the caller's own counter and of the total it belongs to."""
    if known is None:
        return address_block(address), "all"
    return f"known:{known.browser_id}", f"all:{known.role}"


async def _count(redis: "Redis", key: str, limit: int) -> int:
    async with redis.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, WINDOW_SECONDS, nx=True)
        pipe.ttl(key)
        made, _, left = await pipe.execute()
    return max(1, int(left)) if made > limit else 0
