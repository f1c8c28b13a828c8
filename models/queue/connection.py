"""Connection: how this process talks to the queue's Redis: bounded waits, and repeats where a repeat is harmless."""

from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

# What "the queue is not there" looks like; everything else from Redis is a defect of ours.
QueueError = RedisError
Unreachable = (RedisConnectionError, RedisTimeoutError, OSError)


def connect(url: str, *, timeout: float = 2.0, tries: int = 1, **options: Any) -> "Redis":
    """A client whose every command ends within about `timeout` seconds a try.

    All our commands are scripts that may run twice without harm, so `tries` more are safe.
    """
    client: Redis = Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), tries),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
        health_check_interval=0,
        **options,
    )
    return client
