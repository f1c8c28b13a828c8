"""The client for the queue's Redis, with bounded waits and retries of commands that are safe to repeat."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from models.queue.sentinel import Sentinels, sentinels_of

# Redis is unreachable or refuses; any other exception is a defect.
QueueError = RedisError
Unreachable = (RedisConnectionError, RedisTimeoutError, OSError)


def connect_queue(url: str, *, timeout: float = 2.0, retries: int = 1, most: int = 64) -> "Redis":
    """A client whose commands take at most about `timeout` seconds per attempt, over at most `most` connections.

    Our commands are scripts that can safely run twice, hence `retries`. When all connections are in use, callers wait
    for one; redis-py's default pool would fail, and the 65th concurrent update got a 503.
    """
    options: dict[str, Any] = {
        "max_connections": most,
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(ExponentialBackoff(cap=0.5, base=0.05), retries),
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
    """A client of the master that the sentinels name, looked up for each new connection."""
    from redis.asyncio.sentinel import Sentinel

    quick = {"socket_timeout": timeout, "socket_connect_timeout": timeout}
    asked = Sentinel(found.hosts, sentinel_kwargs=quick)  # type: ignore[no-untyped-call]
    # This pool fails instead of waiting, so it gets four times as many connections.
    room = {"max_connections": 4 * int(options["max_connections"])}
    sign_in = {"username": found.user, "password": found.password, "db": found.database, "ssl": found.tls}
    master: Redis = asked.master_for(found.name, **(options | room | sign_in))
    return master
