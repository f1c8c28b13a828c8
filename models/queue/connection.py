"""Connection: how this process talks to the queue's Redis: bounded waits, and repeats where a repeat is harmless."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from models.queue.sentinel import Sentinels, sentinels_of

# What "the queue is not there" looks like; everything else from Redis is a defect of ours.
QueueError = RedisError
Unreachable = (RedisConnectionError, RedisTimeoutError, OSError)


def connect(url: str, *, timeout: float = 2.0, tries: int = 1, most: int = 64) -> "Redis":
    """A client whose every command ends within about `timeout` seconds a try, over at most `most` connections.

    All our commands are scripts that may run twice without harm, so `tries` more are safe. Who finds all
    connections taken waits for one: the plain pool refuses, and the 65th update at once got a 503.
    """
    options: dict[str, Any] = {
        "max_connections": most,
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(ExponentialBackoff(cap=0.5, base=0.05), tries),
        "retry_on_error": [RedisConnectionError, RedisTimeoutError],
        "health_check_interval": 0,
    }
    sentinels = sentinels_of(url)
    if sentinels is not None:
        return _master(sentinels, timeout, options)
    pool: BlockingConnectionPool = BlockingConnectionPool.from_url(url, **options)
    pool.timeout = max(1, round(timeout))
    return Redis.from_pool(pool)


def _master(found: Sentinels, timeout: float, options: dict[str, Any]) -> "Redis":
    """The Redis that the sentinels call the master, asked again for each new connection."""
    from redis.asyncio.sentinel import Sentinel

    quick = {"socket_timeout": timeout, "socket_connect_timeout": timeout}
    asked = Sentinel(found.hosts, sentinel_kwargs=quick)  # type: ignore[no-untyped-call]
    # This pool refuses instead of waiting: it gets room for what the other would have had wait.
    room = {"max_connections": 4 * int(options["max_connections"])}
    sign_in = {"username": found.user, "password": found.password, "db": found.database, "ssl": found.tls}
    master: Redis = asked.master_for(found.name, **(options | room | sign_in))
    return master
