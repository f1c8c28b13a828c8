"""The checks that read Redis: workers, scheduler, memory, settings, the oldest message, and what processes observed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from models.health.observations import read_observations
from models.health.trouble import Trouble
from models.queue import keys
from models.queue.lanes import Lanes
from models.runtime.clock import wall_ms
from models.runtime.settings import Settings

# A worker has a heartbeat every five seconds, so three were missed.
BEAT_MS = 15_000
# The scheduler looks each second.
TICK_SECONDS = 30
# The retries of one message take seconds: five minutes mean that no worker handles any.
QUEUE_OLD_MINUTES = 5
# Telegram repeats a refused update after seconds, a stranger's single request means nothing.
_SECRETS = 3
# Telegram names its last error for ever; seconds.
_RECENT_ERROR = 600
# More than a burst that is being fetched.
_MANY_PENDING = 100
_DURABLE = {"maxmemory_policy": "noeviction", "aof_enabled": "1", "aof_last_write_status": "ok"}

QUEUE_KINDS = frozenset(
    {"queue_away", "no_worker", "queue_full", "queue_settings", "queue_old", "webhook_secret"}
)


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What the checks are made of. `tick_age` is in seconds, None where no worker tells it; `oldest_ms` is an age."""

    workers: int
    tick_age: float | None
    memory: dict[str, Any]
    persistence: dict[str, Any]
    lanes: int
    oldest_ms: int | None
    observed: dict[str, dict[str, Any]]


async def read_queue_facts(redis: "Redis") -> QueueFacts:
    """The present facts. Raises QueueError, OSError."""
    now = wall_ms()
    alive = [raw.decode() for raw in await redis.zrangebyscore(keys.WORKERS, now - BEAT_MS, "+inf")]
    return QueueFacts(
        workers=len(alive),
        tick_age=await _tick_age(redis, alive, now),
        memory=await redis.info("memory"),
        persistence=await redis.info("persistence"),
        lanes=await redis.zcard(keys.LANES),
        oldest_ms=await Lanes(redis).oldest_ms(),
        observed=await read_observations(redis),
    )


def queue_troubles(facts: QueueFacts, settings: Settings) -> list[Trouble]:
    """What is wrong with the queue and its surroundings."""
    return [
        *_processes(facts),
        *_memory(facts, settings),
        *_oldest(facts),
        *_webhook_secret(facts.observed.get("webhook_secret", {})),
        *_telegram(facts.observed.get("telegram")),
        *_certificate(facts.observed.get("certificate")),
    ]


def observed_kinds(facts: QueueFacts) -> frozenset[str]:
    """The kinds about which somebody has told something recently."""
    kinds: set[str] = set()
    if facts.tick_age is not None:
        kinds.add("scheduler")
    if "telegram" in facts.observed:
        kinds.add("telegram_away")
        if "error" not in facts.observed["telegram"]:
            kinds.add("undelivered_updates")
    if "certificate" in facts.observed:
        kinds.add("certificate")
    return frozenset(kinds)


async def _tick_age(redis: "Redis", alive: list[str], now: int) -> float | None:
    """The age of the youngest tick of any live worker: one scheduler is enough."""
    async with redis.pipeline(transaction=False) as pipe:
        for worker in alive:
            pipe.hget(keys.WORKER + worker, "ticked")
        ticks = [int(raw) for raw in await pipe.execute() if raw]
    return max(0, now - max(ticks)) / 1000 if ticks else None


def _processes(facts: QueueFacts) -> Iterator[Trouble]:
    if not facts.workers:
        yield Trouble("no_worker")
    elif facts.tick_age is not None and facts.tick_age > TICK_SECONDS:
        yield Trouble("scheduler", {"seconds": round(facts.tick_age)})


def _memory(facts: QueueFacts, settings: Settings) -> Iterator[Trouble]:
    most = int(facts.memory.get("maxmemory") or 0)
    percent = 100 * int(facts.memory["used_memory"]) // most if most else 0
    if percent >= settings.queue_full_percent:
        yield Trouble("queue_full", {"percent": percent})
    told = {
        name: str((facts.memory | facts.persistence).get(name, wanted)) for name, wanted in _DURABLE.items()
    }
    wrong = [f"{name} is {told[name]}" for name, wanted in _DURABLE.items() if told[name] != wanted]
    if wrong:
        yield Trouble("queue_settings", {"settings": ", ".join(wrong)})


def _oldest(facts: QueueFacts) -> Iterator[Trouble]:
    minutes = (facts.oldest_ms or 0) // 60_000
    if minutes >= QUEUE_OLD_MINUTES:
        yield Trouble("queue_old", {"minutes": minutes, "chats": facts.lanes})


def _webhook_secret(observed: dict[str, Any]) -> Iterator[Trouble]:
    if observed.get("count", 0) >= _SECRETS:
        yield Trouble("webhook_secret", {"count": observed["count"]})


def _telegram(observed: dict[str, Any] | None) -> Iterator[Trouble]:
    if observed is None:
        return
    if "error" in observed:
        yield Trouble("telegram_away", {"error": observed["error"]})
        return
    pending, age = observed["pending"], wall_ms() / 1000 - (observed.get("last_error_at") or 0)
    failing = bool(observed.get("last_error")) and age < _RECENT_ERROR
    if pending and (failing or pending > _MANY_PENDING):
        yield Trouble(
            "undelivered_updates", {"pending": pending, "error": observed["last_error"] if failing else None}
        )


def _certificate(observed: dict[str, Any] | None) -> Iterator[Trouble]:
    if observed and observed.get("host"):
        facts = {name: observed.get(name) for name in ("host", "days", "reason")}
        yield Trouble("certificate", facts, worse=facts["days"] is None)
