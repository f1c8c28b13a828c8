"""Jobs that wait in the queue: due, scheduled for later, or between two attempts."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from redis.asyncio import Redis

from models.console.chat_of_job import ChatOfJob
from models.console.job_queues import queue_of_job
from models.console.postgres_pool import Connection
from models.console.redaction import redact_values
from models.queue import keys, priority
from models.queue.keys import lane_of_callbacks, lane_of_chat
from models.runtime.clock import wall_ms

PendingState = Literal["queued", "scheduled", "retrying"]
PENDING_STATES: tuple[PendingState, ...] = ("queued", "scheduled", "retrying")
# A page reads at most this many entries of the queue, whatever its length.
_LOOK = 1_000


@dataclass(frozen=True, slots=True)
class PendingJob:
    """A job in the queue. `due_at` is when it may start; `attempts` counts those since it last finished."""

    job_id: str
    name: str
    state: PendingState
    due_at: dt.datetime
    enqueued_at: dt.datetime | None
    attempts: int
    error: str | None
    arguments: dict[str, Any]
    chat: ChatOfJob | None = None


@dataclass(frozen=True, slots=True)
class PendingJobPage:
    """Some of the pending jobs; `next` is the offset to continue from (0: the end was reached)."""

    jobs: list[PendingJob] = field(default_factory=list)
    next: int = 0


async def find_pending_jobs(
    redis: "Redis",
    connection: Connection,
    state: PendingState,
    *,
    name: str = "",
    queue: str = "",
    text: str = "",
    chats: tuple[int, ...] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> PendingJobPage:
    """Pending jobs of one state, the next to start first. Reads at most 1,000 entries. Raises QueueError."""
    entries = await _entries(redis, state, offset)
    found = await _jobs_of(redis, connection, entries)
    rows = set() if chats is None else await _outbox_rows_of_chats(connection, chats, found)
    page: list[PendingJob] = []
    for place, job in enumerate(found):
        if (
            job is not None
            and job.state == state
            and _matches(job, name, queue, text)
            and _is_of_chats(job, chats, rows)
        ):
            page.append(job)
        if len(page) == limit:
            return PendingJobPage(page, offset + place + 1)
    return PendingJobPage(page, offset + _LOOK if len(entries) == _LOOK else 0)


async def _entries(redis: "Redis", state: PendingState, offset: int) -> list[tuple[str, int]]:
    """At most 1,000 job ids with their scores, in the order in which they start; background work is last."""
    ranges = priority.due_ranges(wall_ms()) if state == "queued" else priority.deferred_ranges(wall_ms())
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


async def find_pending_job(redis: "Redis", connection: Connection, job_id: str) -> PendingJob | None:
    """One pending job; None when it runs or is not in the queue. Raises QueueError."""
    score = await redis.zscore(keys.QUEUE, job_id)
    if score is None:
        return None
    return (await _jobs_of(redis, connection, [(job_id, int(score))]))[0]


async def _jobs_of(
    redis: "Redis", connection: Connection, entries: list[tuple[str, int]]
) -> list[PendingJob | None]:
    """One for each entry, None where a worker runs it."""
    if not entries:
        return []
    ids = [job_id for job_id, _ in entries]
    bodies = await redis.mget([keys.JOB + job_id for job_id in ids])
    async with redis.pipeline(transaction=False) as pipe:
        for job_id in ids:
            pipe.exists(keys.IN_PROGRESS + job_id)
        running = await pipe.execute()
    failed = await _failed_attempts(connection, ids)
    return [
        None if busy else _job(job_id, score, body, failed.get(job_id))
        for (job_id, score), body, busy in zip(entries, bodies, running, strict=True)
    ]


async def _failed_attempts(connection: Connection, job_ids: list[str]) -> dict[str, tuple[int, str | None]]:
    """Of jobs between two attempts: how many attempts they had, and the last error."""
    rows = await connection.fetch(
        """
        SELECT r.job_id, r.attempt, left(r.error, 300) AS error FROM job_run r
        WHERE r.job_id = ANY($1::text[]) AND r.state IN ('retry', 'lost')
          AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
        """,
        job_ids,
    )
    return {row["job_id"]: (row["attempt"], redact_values(row["error"])) for row in rows}


def _job(job_id: str, score: int, body: bytes | None, failed: tuple[int, str | None] | None) -> PendingJob:
    entry = json.loads(body) if body is not None else {"f": "?", "k": {}, "et": None}
    due = priority.due_at_ms(score)
    deferred = due > wall_ms()
    state: PendingState = "retrying" if deferred and failed else "scheduled" if deferred else "queued"
    attempts, error = failed or (0, None)
    enqueued = None if entry["et"] is None else _instant(entry["et"])
    return PendingJob(job_id, entry["f"], state, _instant(due), enqueued, attempts, error, entry["k"])


def _matches(job: PendingJob, name: str, queue: str, text: str) -> bool:
    if (name and job.name != name) or (queue and queue_of_job(job.arguments) != queue):
        return False
    return not text or text.lower() in f"{job.job_id} {job.error or ''}".lower()


def _is_of_chats(job: PendingJob, chats: tuple[int, ...] | None, rows: set[int]) -> bool:
    """Whether the job is of one of the chats: a message by its lane, an answer by its outbox row."""
    if chats is None or job.arguments.get("outbound_id") in rows:
        return True
    lanes = {lane_of(chat) for chat in chats for lane_of in (lane_of_chat, lane_of_callbacks)}
    return job.arguments.get("lane") in lanes


async def _outbox_rows_of_chats(
    connection: Connection, chats: tuple[int, ...], jobs: Sequence[PendingJob | None]
) -> set[int]:
    """Which of the pending answers are for these chats."""
    ids = [job.arguments.get("outbound_id") for job in jobs if job is not None]
    rows = await connection.fetch(
        "SELECT id FROM outbound_message WHERE chat_telegram_id = ANY($1::bigint[]) AND id = ANY($2::bigint[])",
        list(chats),
        [number for number in ids if isinstance(number, int)],
    )
    return {row["id"] for row in rows}


def _instant(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC)
