"""Tries: how often somebody may guess: ten passwords a quarter of an hour, and all together a hundred.

Browsers that have been in count apart from strangers, so that strangers cannot lock them out.
"""

from redis.asyncio import Redis

from api.caller_address import block_of
from api.dashboard.auth.sessions import Known

WINDOW_SECONDS = 900
_EACH, _ALL = 10, 100
# A code has 192 random bits: what is bounded here is the work, not the luck.
_CODES = 20
# Blocks of addresses whose codes are counted; past them a code's own length has to do.
_MOST_BLOCKS = 10_000
_PREFIX = "planner:dashboard:tries:"
_CODES_KEY = _PREFIX + "codes"


async def count_try(redis: "Redis", address: str, known: Known | None) -> int:
    """Count one try of a password; 0 when it may be made, else the seconds until the next may. Raises QueueError.

    Those who are over their own limit are not counted among all, and leave nothing behind once all are.
    """
    each, together = _names(address, known)
    made = await redis.get(_PREFIX + together)
    if made is not None and int(made) >= _ALL:
        return max(1, int(await redis.ttl(_PREFIX + together)))
    for name, limit in ((each, _EACH), (together, _ALL)):
        wait = await _count(redis, _PREFIX + name, limit)
        if wait:
            return wait
    return 0


async def forget_tries(redis: "Redis", address: str, known: Known | None) -> None:
    """Right at last: the next mistake counts as the first. Raises QueueError."""
    await redis.delete(_PREFIX + _names(address, known)[0])


async def count_code(redis: "Redis", address: str) -> int:
    """Count one try of a one-time code; 0 when it may be made, else seconds as above. Raises QueueError.

    There is no bound for all together: nobody can use up another's.
    """
    block = block_of(address)
    made = await redis.hget(_CODES_KEY, block)  # type: ignore[misc]
    if made is None and await redis.hlen(_CODES_KEY) >= _MOST_BLOCKS:  # type: ignore[misc]
        return 0
    async with redis.pipeline(transaction=True) as pipe:
        pipe.hincrby(_CODES_KEY, block, 1)
        pipe.expire(_CODES_KEY, WINDOW_SECONDS, nx=True)
        pipe.ttl(_CODES_KEY)
        count, _, left = await pipe.execute()
    return max(1, int(left)) if count > _CODES else 0


def _names(address: str, known: Known | None) -> tuple[str, str]:
    """Under what one try counts: for the one who makes it, and for all like them."""
    if known is None:
        return block_of(address), "all"
    return f"known:{known.browser_id}", f"all:{known.role}"


async def _count(redis: "Redis", key: str, limit: int) -> int:
    async with redis.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.expire(key, WINDOW_SECONDS, nx=True)
        pipe.ttl(key)
        made, _, left = await pipe.execute()
    return max(1, int(left)) if made > limit else 0
