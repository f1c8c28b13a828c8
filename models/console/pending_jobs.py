"""Waiting: the jobs that stand in the queue and have not started: due, deferred, or between two attempts."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from redis.asyncio import Redis

from models.console.postgres_pool import Connection
from models.console.queue_kinds import queue_of
from models.console.redaction import without_values
from models.queue import keys, priority
from models.runtime.clock import wall_ms

WaitingState = Literal["queued", "scheduled", "retrying"]
WAITING: tuple[WaitingState, ...] = ("queued", "scheduled", "retrying")
# A page looks at this many entries of the queue at most, whatever its length.
_LOOK = 1_000


@dataclass(frozen=True, slots=True)
class WaitingJob:
    """A job in the queue. `due_at` is when it may start; `attempt` counts those it has had since it last ended."""

    job_id: str
    name: str
    state: WaitingState
    due_at: dt.datetime
    enqueued_at: dt.datetime | None
    attempts: int
    error: str | None
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Some of the waiting jobs; `next` is where to go on looking (0: the end was reached)."""

    jobs: list[WaitingJob] = field(default_factory=list)
    next: int = 0


async def find_waiting(
    redis: "Redis",
    connection: Connection,
    state: WaitingState,
    *,
    name: str = "",
    queue: str = "",
    text: str = "",
    chat: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> WaitingPage:
    """Waiting jobs of one state, the next to start first. Looks at 1,000 entries at most. Raises QueueError."""
    entries = await _entries(redis, state, offset)
    found = await _jobs_of(redis, connection, entries)
    owed = set() if chat is None else await _owed(connection, chat, found)
    page: list[WaitingJob] = []
    for place, job in enumerate(found):
        if (
            job is not None
            and job.state == state
            and _fits(job, name, queue, text)
            and _of_chat(job, chat, owed)
        ):
            page.append(job)
        if len(page) == limit:
            return WaitingPage(page, offset + place + 1)
    return WaitingPage(page, offset + _LOOK if len(entries) == _LOOK else 0)


async def _entries(redis: "Redis", state: WaitingState, offset: int) -> list[tuple[str, int]]:
    """1,000 job ids at most with their scores, in the order in which they start; background work stands last."""
    ranges = priority.due(wall_ms()) if state == "queued" else priority.deferred(wall_ms())
    entries: list[tuple[str, int]] = []
    for low, high in ranges:
        found = await redis.zrangebyscore(
            keys.QUEUE, low, high, start=offset, num=_LOOK - len(entries), withscores=True
        )
        entries += [(raw.decode(), int(score)) for raw, score in found]
        if len(entries) == _LOOK:
            break
        offset = max(0, offset - await redis.zcount(keys.QUEUE, low, high))
    return entries


async def waiting_job(redis: "Redis", connection: Connection, job_id: str) -> WaitingJob | None:
    """One waiting job, None when it runs or is not in the queue. Raises QueueError."""
    score = await redis.zscore(keys.QUEUE, job_id)
    if score is None:
        return None
    return (await _jobs_of(redis, connection, [(job_id, int(score))]))[0]


async def _jobs_of(
    redis: "Redis", connection: Connection, entries: list[tuple[str, int]]
) -> list[WaitingJob | None]:
    """One for each entry, None where a worker has it."""
    if not entries:
        return []
    ids = [job_id for job_id, _ in entries]
    bodies = await redis.mget([keys.JOB + job_id for job_id in ids])
    async with redis.pipeline(transaction=False) as pipe:
        for job_id in ids:
            pipe.exists(keys.IN_PROGRESS + job_id)
        running = await pipe.execute()
    tried = await _tried(connection, ids)
    return [
        None if busy else _job(job_id, score, body, tried.get(job_id))
        for (job_id, score), body, busy in zip(entries, bodies, running, strict=True)
    ]


async def _tried(connection: Connection, job_ids: list[str]) -> dict[str, tuple[int, str | None]]:
    """Jobs that wait between two attempts: how many they had, and the last error."""
    rows = await connection.fetch(
        """
        SELECT r.job_id, r.attempt, left(r.error, 300) AS error FROM job_run r
        WHERE r.job_id = ANY($1::text[]) AND r.state IN ('retry', 'lost')
          AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
        """,
        job_ids,
    )
    return {row["job_id"]: (row["attempt"], without_values(row["error"])) for row in rows}


def _job(job_id: str, score: int, body: bytes | None, tried: tuple[int, str | None] | None) -> WaitingJob:
    told = json.loads(body) if body is not None else {"f": "?", "k": {}, "et": None}
    due = priority.due_ms(score)
    deferred = due > wall_ms()
    state: WaitingState = "retrying" if deferred and tried else "scheduled" if deferred else "queued"
    attempts, error = tried or (0, None)
    enqueued = None if told["et"] is None else _instant(told["et"])
    return WaitingJob(job_id, told["f"], state, _instant(due), enqueued, attempts, error, told["k"])


def _fits(job: WaitingJob, name: str, queue: str, text: str) -> bool:
    if (name and job.name != name) or (queue and queue_of(job.arguments) != queue):
        return False
    return not text or text.lower() in f"{job.job_id} {job.error or ''}".lower()


def _of_chat(job: WaitingJob, chat: int | None, owed: set[int]) -> bool:
    """A message by its lane, an answer by its row: its arguments name no chat."""
    lane = str(job.arguments.get("lane", "")).rpartition(":")[2]
    return chat is None or lane == str(chat) or job.arguments.get("outbound_id") in owed


async def _owed(connection: Connection, chat: int, jobs: Sequence[WaitingJob | None]) -> set[int]:
    """Which of the answers that wait to be sent are for this chat."""
    ids = [job.arguments.get("outbound_id") for job in jobs if job is not None]
    rows = await connection.fetch(
        "SELECT id FROM outbound_message WHERE chat_telegram_id = $1 AND id = ANY($2::bigint[])",
        chat,
        [number for number in ids if isinstance(number, int)],
    )
    return {row["id"] for row in rows}


def _instant(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
