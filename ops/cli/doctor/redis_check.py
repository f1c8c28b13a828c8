"""Checks of Redis: reachable, memory, and the settings that make acknowledged messages durable (invariant I1)."""

from collections.abc import Iterator
from typing import Any

import redis

from ops.cli.doctor.findings import Finding, fail, format_size, ok, warn

SECONDS = 5
DURABLE = {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "always"}
WHY = {
    "maxmemory-policy": "any other policy drops queued messages when memory is full",
    "appendonly": "without it a restart loses the queue",
    "appendfsync": "otherwise a crash loses acknowledged messages",
}


def check_redis(url: str) -> list[Finding]:
    """The findings about the Redis or Valkey at `url`."""
    try:
        with redis.Redis.from_url(
            url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, decode_responses=True
        ) as client:
            return [*_server(client), *_settings(client)]
    except (redis.RedisError, OSError, ValueError) as error:
        return [
            fail(
                "Redis", f"{type(error).__name__}: {error}", "is the server running, and is REDIS_URL right?"
            )
        ]


def _server(client: Any) -> Iterator[Finding]:
    info = client.info()
    name = info.get("server_name", "redis")
    version = info.get(f"{name}_version", info.get("redis_version", "unknown"))
    yield ok("Redis", f"{name} {version}")
    used, most = int(info["used_memory"]), int(info.get("maxmemory", 0))
    if not most:
        yield warn(
            "Redis memory",
            f"{format_size(used)} used, no limit",
            "set maxmemory, so that it cannot use up the machine's memory",
        )
    elif used > 0.7 * most:
        yield fail(
            "Redis memory",
            f"{format_size(used)} of {format_size(most)}",
            "start workers: the queue is not being processed",
        )
    else:
        yield ok("Redis memory", f"{format_size(used)} of {format_size(most)}")
    if info.get("aof_last_write_status", "ok") != "ok":
        yield fail("Redis disk", "its last write failed", "free space on its disk")


def _settings(client: Any) -> Iterator[Finding]:
    try:
        found = client.config_get(*DURABLE, "notify-keyspace-events")
    except redis.ResponseError:
        yield warn("Redis settings", "the server does not reveal them", "make sure that it has " + _wanted())
        return
    for name, wanted in DURABLE.items():
        if found.get(name) != wanted:
            yield fail(
                name, f"is {found.get(name)!r}: {WHY[name]}", f"set {name} {wanted} in the server's settings"
            )
        else:
            yield ok(name, wanted)
    events = found.get("notify-keyspace-events", "")
    if "K" in events and ("z" in events or "A" in events):
        yield ok("notify-keyspace-events", events)
    else:
        yield warn(
            "notify-keyspace-events",
            f"is {events!r}",
            "set Kz, so that jobs start at once and not at the next poll",
        )


def _wanted() -> str:
    return ", ".join(f"{name} {wanted}" for name, wanted in DURABLE.items()) + ", notify-keyspace-events Kz"
