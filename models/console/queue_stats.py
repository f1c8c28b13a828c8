"""The current state of queue, lanes, workers and Redis, each from a bounded read."""

import datetime as dt
import time
from dataclasses import dataclass

from redis.asyncio import Redis

from models.console.postgres_pool import Connection
from models.console.redaction import redact_values
from models.console.row_ids import parse_digits
from models.queue import keys, priority
from models.runtime.clock import wall_ms

_LANES = 200
_DEFERRED = 1_000
# A worker without a heartbeat for this long is dead (worker/queue/heartbeat.py beats every 5 s).
_BEAT_MS = 15_000
# A message takes a second or two; all retries, from the first failure to the dead letter, about twelve.
_STUCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class QueueStats:
    """Jobs in the queue by state, and the age of the oldest unhandled update (seconds)."""

    queued: int
    scheduled: int
    retrying: int
    parked: int
    lanes: int
    oldest_update_age: float | None


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """One worker's last heartbeat. `beat_age` is in seconds, `completed` counts jobs since its start.

    `embedding` is the embedding model it uses.
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
class RedisStatus:
    """The queue's server: bytes used and allowed (0: no limit), one round trip in ms, its eviction policy."""

    used_bytes: int
    max_bytes: int
    ping_ms: float
    policy: str
    version: str


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """A lane: how many updates wait, the head, its age in seconds, and what blocks it.

    `stuck`: the head is over a minute old. `why` says in a sentence what it waits for.
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
    """The counters. `running` is the number of running jobs, which are in the queue too. Raises QueueError."""
    now = wall_ms()
    due = [await redis.zcount(keys.QUEUE, low, high) for low, high in priority.due_ranges(now)]
    later = [await redis.zcount(keys.QUEUE, low, high) for low, high in priority.deferred_ranges(now)]
    retrying = await _retrying(connection, await _deferred(redis, now))
    lanes = await redis.zrange(keys.LANES, 0, _LANES - 1, withscores=True)
    parked = await _count_behind_heads(redis, [raw.decode() for raw, _ in lanes])
    return QueueStats(
        queued=max(0, sum(due) - running),
        scheduled=sum(later) - retrying,
        retrying=retrying,
        parked=parked,
        lanes=await redis.zcard(keys.LANES),
        oldest_update_age=max(0, now - lanes[0][1]) / 1000 if lanes else None,
    )


async def find_live_workers(redis: "Redis") -> list[WorkerStatus]:
    """The live workers, the oldest first. Raises QueueError."""
    now = wall_ms()
    beats = await redis.zrangebyscore(keys.WORKERS, now - _BEAT_MS, "+inf", start=0, num=200, withscores=True)
    async with redis.pipeline(transaction=False) as pipe:
        for raw, _ in beats:
            pipe.hgetall(keys.WORKER + raw.decode())
        heartbeats = await pipe.execute()
    found = [
        _worker_status(raw.decode(), now - beat, fields)
        for (raw, beat), fields in zip(beats, heartbeats, strict=True)
        if fields
    ]
    return sorted(found, key=lambda worker: worker.started_at)


async def load_redis_status(redis: "Redis") -> RedisStatus:
    """The server's memory, policy and response time. Raises QueueError."""
    began = time.perf_counter()
    info = await redis.info("memory")
    ping_ms = (time.perf_counter() - began) * 1000
    server = await redis.info("server")
    return RedisStatus(
        used_bytes=int(info["used_memory"]),
        max_bytes=int(info.get("maxmemory", 0)),
        ping_ms=ping_ms,
        policy=str(info.get("maxmemory_policy", "?")),
        version=str(server.get("valkey_version") or server.get("redis_version", "?")),
    )


async def load_lane_statuses(
    redis: "Redis", connection: Connection | None, *, halted: str | None = None, limit: int = _LANES
) -> list[LaneStatus]:
    """The lanes with waiting updates, the oldest head first. Raises QueueError.

    Without a connection the attempts are not known. `halted` says what halts all lanes, such as a lock.
    """
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
        replies = await pipe.execute()
    heads = [raw.decode() if raw else "" for raw in replies[1::2]]
    head_states = await _head_states(redis, heads)
    job_ids = [keys.job_of_update(head) for head in heads]
    last_attempts = await _last_attempts(connection, job_ids) if connection is not None else {}
    alive, now = bool(await find_live_workers(redis)), wall_ms()
    return [
        _lane_status(
            lane,
            score,
            waiting,
            head,
            now,
            head_state,
            last_attempts.get(keys.job_of_update(head)),
            alive=alive,
            halted=halted,
        )
        for (lane, score), waiting, head, head_state in zip(
            entries, replies[::2], heads, head_states, strict=True
        )
        if waiting
    ]


async def lane_update_ids(redis: "Redis", lane: str, *, limit: int = 50) -> list[int]:
    """The ids of the updates in a lane, head first. Raises QueueError."""
    raws: list[bytes] = await redis.lrange(keys.LANE + lane, 0, limit - 1)  # type: ignore[misc]
    return [int(raw) for raw in raws]


async def lane_position(redis: "Redis", job_id: str) -> tuple[str, int] | None:
    """The lane of an update's job and its position there (0: the head); None: in none. Raises QueueError.

    Searches the 2,000 lanes with the oldest heads.
    """
    number = job_id.removeprefix("update:")
    if number == job_id or parse_digits(number) is None:
        return None
    names = [raw.decode() for raw in await redis.zrange(keys.LANES, 0, 1_999)]
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.lpos(keys.LANE + name, number)
        positions = await pipe.execute()
    return next(((name, int(at)) for name, at in zip(names, positions, strict=True) if at is not None), None)


async def _deferred(redis: "Redis", now: int) -> list[str]:
    """The 1,000 jobs of each priority that start next."""
    return [
        raw.decode()
        for low, high in priority.deferred_ranges(now)
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


async def _count_behind_heads(redis: "Redis", names: list[str]) -> int:
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.llen(keys.LANE + name)
        return sum(max(0, length - 1) for length in await pipe.execute())


async def _head_states(redis: "Redis", heads: list[str]) -> list[tuple[bool, float | None]]:
    """For each head: whether a worker runs it, and when it is due (ms; None: it is not in the queue)."""
    async with redis.pipeline(transaction=False) as pipe:
        for head in heads:
            pipe.exists(keys.IN_PROGRESS + keys.job_of_update(head))
            pipe.zscore(keys.QUEUE, keys.job_of_update(head))
        replies = await pipe.execute()
    return [(bool(running), score) for running, score in zip(replies[::2], replies[1::2], strict=True)]


async def _last_attempts(connection: Connection, job_ids: list[str]) -> dict[str, tuple[int, str | None]]:
    rows = await connection.fetch(
        """
        SELECT r.job_id, r.attempt, left(r.error, 300) AS error FROM job_run r
        WHERE r.job_id = ANY($1::text[])
          AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
        """,
        job_ids,
    )
    return {row["job_id"]: (row["attempt"], redact_values(row["error"])) for row in rows}


def _lane_status(
    lane: str,
    score: int,
    waiting: int,
    head: str,
    now: int,
    head_state: tuple[bool, float | None],
    last_attempts: tuple[int, str | None] | None,
    *,
    alive: bool,
    halted: str | None,
) -> LaneStatus:
    running, due = head_state
    attempts, error = last_attempts or (0, None)
    state = "running" if running else "missing" if due is None else "retrying" if due > now else "queued"
    next_at = _instant(due) if state == "retrying" and due is not None else None
    age = max(0, now - score) / 1000
    stuck, why = age > _STUCK_SECONDS, _why(state, attempts, alive=alive, halted=halted)
    return LaneStatus(lane, waiting, head, age, state, attempts, error, next_at, stuck, why)


def _why(state: str, attempts: int, *, alive: bool, halted: str | None) -> str:
    if not alive:
        return "No worker is alive."
    if halted is not None:
        return halted
    sentences = {
        "running": f"A worker has the first message{f', attempt {attempts}' if attempts > 1 else ''}.",
        "retrying": f"Attempt {attempts} of the first message failed; the next is due.",
        "missing": "The first message is not in the queue; the reconciler puts it back within 3 s.",
    }
    return sentences.get(state, "Waiting for a free worker.")


def _worker_status(worker_id: str, beat_age_ms: float, fields: dict[bytes, bytes]) -> WorkerStatus:
    values = {name.decode(): value.decode() for name, value in fields.items()}
    return WorkerStatus(
        worker_id=worker_id,
        started_at=_instant(int(values.get("started", 0))),
        beat_age=max(0.0, beat_age_ms / 1000),
        version=values.get("version", "?"),
        memory_kb=int(values.get("memory_kb", 0)),
        completed=int(values.get("completed", 0)),
        running=values.get("running", "").split(),
        embedding=values.get("embedding", ""),
    )


def _instant(ms: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
