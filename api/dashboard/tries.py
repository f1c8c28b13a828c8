"""Tries: how often somebody may guess a password: ten times a quarter of an hour, and all together a hundred."""

from ipaddress import ip_address

from fastapi import Request
from redis.asyncio import Redis

WINDOW_SECONDS = 900
_EACH, _ALL = 10, 100
_PREFIX = "planner:dashboard:tries:"


async def count_try(redis: "Redis", request: Request) -> int:
    """Count one try; 0 when it may be made, else the seconds until the next may. Raises QueueError."""
    for name, limit in ((address_of(request), _EACH), ("all", _ALL)):
        key = _PREFIX + name
        async with redis.pipeline(transaction=True) as pipe:
            pipe.incr(key)
            pipe.expire(key, WINDOW_SECONDS, nx=True)
            pipe.ttl(key)
            made, _, left = await pipe.execute()
        if made > limit:
            return max(1, int(left))
    return 0


async def forget_tries(redis: "Redis", request: Request) -> None:
    """Right at last: the next mistake counts as the first. Raises QueueError."""
    await redis.delete(_PREFIX + address_of(request))


def address_of(request: Request) -> str:
    """Where the caller sits: as our own proxy says when it stands between, else the socket's other end."""
    peer = request.client.host if request.client is not None else "unknown"
    told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return told if told and _is_near(peer) and _is_address(told) else peer


def is_this_machine(request: Request) -> bool:
    """Whether the request comes from here, for here: no proxy between, and no foreign name for this address.

    The name is looked at because a page elsewhere can have its own name point to 127.0.0.1.
    """
    peer = request.client.host if request.client is not None else ""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or not _is_loopback(peer):
        return False
    host = (request.url.hostname or "").lower()
    return host == "localhost" or _is_loopback(host)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return _is_address(text) and ip_address(text).is_loopback


def _is_near(text: str) -> bool:
    return _is_address(text) and (ip_address(text).is_private or ip_address(text).is_loopback)
