"""Queue facts: what Redis says of now: lanes, workers and its own health; each look is bounded."""

import datetime as dt
import time
from dataclasses import dataclass

from redis.asyncio import Redis

from models.console.postgres_pool import Connection
from models.console.redaction import without_values
from models.console.row_ids import read_id
from models.queue import keys, priority
from models.runtime.clock import wall_ms

_LANES = 200
_DEFERRED = 1_000
# A worker that has not beaten this long is gone (worker/queue/heartbeat.py beats every 5 s).
_BEAT_MS = 15_000
# A message takes a second or two; a ladder, from the first failure to the dead letter, about twelve.
_STUCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class QueueStats:
    """Jobs in the queue by what they wait for, and the age of the oldest unhandled update (seconds)."""

    queued: int
    scheduled: int
    retrying: int
    parked: int
    lanes: int
    oldest_update_age: float | None


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """One worker's last heartbeat: since when it runs, what it does, memory in kB, jobs done since its start.

    `embedding` is the model whose vectors it makes.
    """

    worker_id: str
    started_at: dt.datetime
    beat_age: float
    version: str
    memory_kb: int
    completed: int
    running: list[str]
    embedding: str


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """The queue's server: bytes used and allowed (0: no limit), one round trip in ms, what it does when full."""

    used_bytes: int
    max_bytes: int
    ping_ms: float
    policy: str
    version: str


@dataclass(frozen=True, slots=True)
class LaneFacts:
    """A chat's lane: how many wait, the head and how long it has been there (seconds), and what holds it up.

    `stuck`: the head has been there for over a minute. `why` says in a sentence what it waits for.
    """

    lane: str
    waiting: int
    head: str
    age: float
    state: str
    attempts: int
    error: str | None
    next_at: dt.datetime | None
    stuck: bool
    why: str


async def load_queue_stats(redis: "Redis", connection: Connection, running: int) -> QueueStats:
    """Counts of what waits. `running` is how many jobs run now: they stand in the queue too. Raises QueueError."""
    now = wall_ms()
    due = [await redis.zcount(keys.QUEUE, low, high) for low, high in priority.due(now)]
    later = [await redis.zcount(keys.QUEUE, low, high) for low, high in priority.deferred(now)]
    retrying = await _retrying(connection, await _deferred(redis, now))
    lanes = await redis.zrange(keys.LANES, 0, _LANES - 1, withscores=True)
    behind = await _behind(redis, [raw.decode() for raw, _ in lanes])
    return QueueStats(
        queued=max(0, sum(due) - running),
        scheduled=sum(later) - retrying,
        retrying=retrying,
        parked=behind,
        lanes=await redis.zcard(keys.LANES),
        oldest_update_age=max(0, now - lanes[0][1]) / 1000 if lanes else None,
    )


async def workers(redis: "Redis") -> list[WorkerFacts]:
    """The workers that live, the oldest first. Raises QueueError."""
    now = wall_ms()
    beats = await redis.zrangebyscore(keys.WORKERS, now - _BEAT_MS, "+inf", start=0, num=200, withscores=True)
    async with redis.pipeline(transaction=False) as pipe:
        for raw, _ in beats:
            pipe.hgetall(keys.WORKER + raw.decode())
        told = await pipe.execute()
    found = [
        _worker(raw.decode(), now - beat, facts)
        for (raw, beat), facts in zip(beats, told, strict=True)
        if facts
    ]
    return sorted(found, key=lambda worker: worker.started_at)


async def redis_facts(redis: "Redis") -> RedisFacts:
    """The server's health. Raises QueueError."""
    began = time.perf_counter()
    info = await redis.info("memory")
    took = (time.perf_counter() - began) * 1000
    server = await redis.info("server")
    return RedisFacts(
        used_bytes=int(info["used_memory"]),
        max_bytes=int(info.get("maxmemory", 0)),
        ping_ms=took,
        policy=str(info.get("maxmemory_policy", "?")),
        version=str(server.get("valkey_version") or server.get("redis_version", "?")),
    )


async def lanes(redis: "Redis", connection: Connection, *, limit: int = _LANES) -> list[LaneFacts]:
    """The lanes in which something waits, the one with the oldest head first. Raises QueueError."""
    entries = [
        (raw.decode(), int(score))
        for raw, score in await redis.zrange(keys.LANES, 0, limit - 1, withscores=True)
    ]
    if not entries:
        return []
    async with redis.pipeline(transaction=False) as pipe:
        for lane, _ in entries:
            pipe.llen(keys.LANE + lane)
            pipe.lindex(keys.LANE + lane, 0)
        told = await pipe.execute()
    heads = [raw.decode() if raw else "" for raw in told[1::2]]
    holds = await _holds(redis, heads)
    tried = await _tried(connection, [keys.job_of_update(head) for head in heads])
    alive, now = bool(await workers(redis)), wall_ms()
    return [
        _lane(lane, score, waiting, head, now, hold, tried.get(keys.job_of_update(head)), alive=alive)
        for (lane, score), waiting, head, hold in zip(entries, told[::2], heads, holds, strict=True)
        if waiting
    ]


async def lane_updates(redis: "Redis", lane: str, *, limit: int = 50) -> list[int]:
    """The ids of the updates in a lane, head first. Raises QueueError."""
    raws: list[bytes] = await redis.lrange(keys.LANE + lane, 0, limit - 1)  # type: ignore[misc]
    return [int(raw) for raw in raws]


async def place_of_update(redis: "Redis", job_id: str) -> tuple[str, int] | None:
    """The lane an update's job waits in and its place there (0: the head); None: in none. Raises QueueError.

    Looks through the 2,000 lanes with the oldest heads.
    """
    number = job_id.removeprefix("update:")
    if number == job_id or read_id(number) is None:
        return None
    names = [raw.decode() for raw in await redis.zrange(keys.LANES, 0, 1_999)]
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.lpos(keys.LANE + name, number)
        places = await pipe.execute()
    return next(((name, int(at)) for name, at in zip(names, places, strict=True) if at is not None), None)


async def _deferred(redis: "Redis", now: int) -> list[str]:
    """Of each kind the 1,000 jobs that start next."""
    return [
        raw.decode()
        for low, high in priority.deferred(now)
        for raw in await redis.zrangebyscore(keys.QUEUE, low, high, start=0, num=_DEFERRED)
    ]


async def _retrying(connection: Connection, job_ids: list[str]) -> int:
    if not job_ids:
        return 0
    return int(
        await connection.fetchval(
            """
            SELECT count(*) FROM job_run r WHERE r.job_id = ANY($1::text[]) AND r.state IN ('retry', 'lost')
              AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
            """,
            job_ids,
        )
    )


async def _behind(redis: "Redis", names: list[str]) -> int:
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.llen(keys.LANE + name)
        return sum(max(0, length - 1) for length in await pipe.execute())


async def _holds(redis: "Redis", heads: list[str]) -> list[tuple[bool, float | None]]:
    """For each head: does a worker have it, and when is it due (ms; None: it is missing from the queue)."""
    async with redis.pipeline(transaction=False) as pipe:
        for head in heads:
            pipe.exists(keys.IN_PROGRESS + keys.job_of_update(head))
            pipe.zscore(keys.QUEUE, keys.job_of_update(head))
        told = await pipe.execute()
    return [(bool(running), score) for running, score in zip(told[::2], told[1::2], strict=True)]


async def _tried(connection: Connection, job_ids: list[str]) -> dict[str, tuple[int, str | None]]:
    rows = await connection.fetch(
        """
        SELECT r.job_id, r.attempt, left(r.error, 300) AS error FROM job_run r
        WHERE r.job_id = ANY($1::text[])
          AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
        """,
        job_ids,
    )
    return {row["job_id"]: (row["attempt"], without_values(row["error"])) for row in rows}


def _lane(
    lane: str,
    score: int,
    waiting: int,
    head: str,
    now: int,
    hold: tuple[bool, float | None],
    tried: tuple[int, str | None] | None,
    *,
    alive: bool,
) -> LaneFacts:
    running, due = hold
    attempts, error = tried or (0, None)
    state = "running" if running else "missing" if due is None else "retrying" if due > now else "queued"
    next_at = _instant(due) if state == "retrying" and due is not None else None
    age = max(0, now - score) / 1000
    stuck, why = age > _STUCK_SECONDS, _why(state, attempts, alive=alive)
    return LaneFacts(lane, waiting, head, age, state, attempts, error, next_at, stuck, why)


def _why(state: str, attempts: int, *, alive: bool) -> str:
    if not alive:
        return "No worker is alive."
    sentences = {
        "running": f"A worker has the first message{f', attempt {attempts}' if attempts > 1 else ''}.",
        "retrying": f"Attempt {attempts} of the first message failed; the next is due.",
        "missing": "The first message is not in the queue; the sweep puts it back within 3 s.",
    }
    return sentences.get(state, "Waits for a free worker.")


def _worker(worker_id: str, beat_age_ms: float, facts: dict[bytes, bytes]) -> WorkerFacts:
    told = {name.decode(): value.decode() for name, value in facts.items()}
    return WorkerFacts(
        worker_id=worker_id,
        started_at=_instant(int(told.get("started", 0))),
        beat_age=max(0.0, beat_age_ms / 1000),
        version=told.get("version", "?"),
        memory_kb=int(told.get("memory_kb", 0)),
        completed=int(told.get("completed", 0)),
        running=told.get("running", "").split(),
        embedding=told.get("embedding", ""),
    )


def _instant(ms: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
