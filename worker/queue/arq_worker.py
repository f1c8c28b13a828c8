"""arq's worker with a short lease, an instant wake-up and a heartbeat. The only file that knows arq."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from arq.connections import ArqRedis
from arq.worker import Function, Retry, Worker
from redis.asyncio import Redis

from models.queue import keys, priority
from models.queue.connection import QueueError, connect_queue
from models.queue.lanes import lua_script
from models.runtime.cancel_and_wait import cancel_and_wait
from models.runtime.clock import wall_ms
from worker.queue.heartbeat import Heartbeat

log = structlog.get_logger()

# A killed worker's jobs run again when its lease ends; arq's own lease is the longest timeout + 10 s (309 s).
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0
# How often the queue is looked at by itself: without Redis's notifications, and with them (a lease that ends is
# told by none). Half a second with both was a quarter of an idle worker's CPU.
POLL_SECONDS = 0.5
TOLD_POLL_SECONDS = 2.0
# How many entries of the queue one look at background work reads: those that run stand there too.
_LOOK = 100

_TROUBLE = (QueueError, OSError)
TROUBLE_LINE_SECONDS = 60.0
_warned_at: dict[str, float] = {}


class RetryLater(Exception):  # noqa: N818 - a wish, not an error
    """Raised by a job's wrapper: put it back and run it in `delay_seconds`."""

    def __init__(self, delay_seconds: float) -> None:
        super().__init__(delay_seconds)
        self.delay_seconds = delay_seconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a running job may know of itself."""

    job_id: str
    worker_id: str
    enqueued_ms: int


RunJob = Callable[[str, dict[str, Any], Attempt], Awaitable[None]]


class ArqWorker(Worker):
    """Runs the named jobs of one queue until SIGTERM; running jobs then have `grace_seconds` to end, and are requeued after that."""

    def __init__(
        self,
        redis_url: str,
        names: Sequence[str],
        run_job: RunJob,
        *,
        worker_id: str,
        max_jobs: int,
        grace_seconds: float,
        facts: Mapping[str, str | Callable[[], str]] | None = None,
        handle_signals: bool = True,
    ) -> None:
        plain = connect_queue(redis_url, timeout=5.0, retries=5)
        super().__init__(
            functions=[_function(name, run_job, worker_id) for name in names],
            redis_pool=ArqRedis(
                pool_or_conn=plain.connection_pool, job_serializer=_to_json, job_deserializer=json.loads
            ),
            job_serializer=_to_json,
            job_deserializer=json.loads,
            queue_name=keys.QUEUE,
            max_jobs=max_jobs,
            # Each job bounds itself (worker/queue/attempts.py); this is out of reach.
            job_timeout=86_400,
            max_tries=10**9,
            keep_result=0,
            job_completion_wait=max(1, round(grace_seconds)),
            poll_delay=POLL_SECONDS,
            health_check_interval=86_400,  # its shared key says nothing; ours is per worker and every 5 s
            log_results=False,
            handle_signals=handle_signals,
        )
        self.in_progress_timeout_s = LEASE_SECONDS
        # With two slots or more, some are always free for what somebody waits for, however slow the model.
        self._most_background = max(1, max_jobs // 2)
        self._background: set[str] = set()
        self._wake = asyncio.Event()
        self._poll_seconds = POLL_SECONDS
        self._claim = plain.register_script(lua_script("claim"))
        self._heartbeat = Heartbeat(self.pool, worker_id, facts)

    async def main(self) -> None:
        """arq's loop, woken at once by Redis instead of by polling alone."""
        chores = [
            asyncio.create_task(_kept_going(chore)) for chore in (self._renew, self._listen, self._beat)
        ]
        try:
            while not _told_to_stop():
                self._wake.clear()
                await self._look()
                await self._rest()
        finally:
            await cancel_and_wait(chores)
        raise asyncio.CancelledError

    async def _look(self) -> None:
        try:
            await self._poll_iteration()
        except _TROUBLE as error:
            # Full or read-only is a trouble like unreachable: the worker waits and goes on.
            warn_of_trouble(error)
            await asyncio.sleep(POLL_SECONDS)

    async def _rest(self) -> None:
        """Until something is queued, a slot is free, the next deferred job is due, or the poll's time is up."""
        most = await self._until_next()
        if _told_to_stop():
            return
        waiter = asyncio.ensure_future(self._wake.wait())
        try:
            # Not wait_for: on Python 3.11 it swallowed 2 of 160 SIGTERMs here (ops/docs/design.md#arq-028).
            await asyncio.wait([waiter], timeout=most)
        finally:
            waiter.cancel()

    async def _until_next(self) -> float:
        try:
            async with self.pool.pipeline(transaction=False) as pipe:
                for low, high in priority.deferred_ranges(wall_ms()):
                    pipe.zrangebyscore(keys.QUEUE, low, high, start=0, num=1, withscores=True)
                next_ones = await pipe.execute()
        except _TROUBLE:
            return POLL_SECONDS
        waits = [(priority.due_at_ms(score) - wall_ms()) / 1000 for found in next_ones for _, score in found]
        return max(0.001, min([self._poll_seconds, *waits]))

    async def start_jobs(self, job_ids: list[bytes]) -> None:
        """Start the due jobs, which arq has looked up, then background work where slots are left."""
        await self._start_some(job_ids, self._free)
        if self._free_for_background():
            _, (low, high) = priority.due_ranges(wall_ms())
            found = await self.pool.zrangebyscore(keys.QUEUE, low, high, start=0, num=_LOOK)
            await self._start_some(found, self._free_for_background)

    def _free(self) -> int:
        return self.max_jobs - self.job_counter

    def _free_for_background(self) -> int:
        return min(self._free(), self._most_background - len(self._background))

    async def _start_some(self, job_ids: list[bytes], free: Callable[[], int]) -> None:
        """Claim each job with one script and start it, as long as there are slots.

        arq's own version counts the slot before it asks Redis: a connection lost there lost the slot for good.
        """
        for raw in job_ids:
            if free() <= 0:
                return
            job_id = raw.decode()
            score = await self._claim(
                keys=[keys.QUEUE, keys.IN_PROGRESS + job_id],
                args=[job_id, wall_ms(), int(LEASE_SECONDS * 1000), priority.BACKGROUND_MS],
            )
            if score is not None:
                await self._start(job_id, int(float(score)))

    async def _start(self, job_id: str, score: int) -> None:
        await self.sem.acquire()
        self.job_counter += 1
        if priority.is_background(score):
            self._background.add(job_id)
        # arq puts a job that is to run again at its score plus what is missing to the new time: so it keeps its kind.
        task = self.loop.create_task(self.run_job(job_id, priority.due_at_ms(score)))
        task.add_done_callback(lambda _: self._ended(job_id))
        self.tasks[job_id] = task

    def _ended(self, job_id: str) -> None:
        self._background.discard(job_id)
        self._release_sem_dec_counter_on_complete()

    def _release_sem_dec_counter_on_complete(self) -> None:
        super()._release_sem_dec_counter_on_complete()
        self._wake.set()

    async def _listen(self) -> None:
        """Hear of changes. Asked for again each time: a Redis that was restarted has forgotten it."""
        try:
            async with self.pool.pubsub() as channel:
                await channel.subscribe(f"__keyspace@{_database(self.pool)}__:{keys.QUEUE}", keys.CANCEL)
                told = await _ask_for_notifications(self.pool)
                self._poll_seconds = TOLD_POLL_SECONDS if told else POLL_SECONDS
                self._wake.set()
                async for event in channel.listen():
                    self._hear(event)
        finally:
            self._poll_seconds = POLL_SECONDS

    def _hear(self, event: dict[str, Any]) -> None:
        if event["type"] != "message":
            return
        if event["channel"] == keys.CANCEL.encode():
            running = self.job_tasks.get(event["data"].decode())
            if running is not None:
                running.cancel("operator")
        elif event["data"] in (b"zadd", b"zincr"):
            self._wake.set()

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            async with self.pool.pipeline(transaction=False) as pipe:
                for job_id in self.running_jobs():
                    pipe.pexpire(keys.IN_PROGRESS + job_id, int(LEASE_SECONDS * 1000))
                await pipe.execute()

    async def _beat(self) -> None:
        while True:
            await self._heartbeat.beat(self.running_jobs(), self.jobs_complete)
            await asyncio.sleep(RENEW_SECONDS)

    def running_jobs(self) -> list[str]:
        """Ids of the jobs this worker has in hand."""
        return [job_id for job_id, task in self.tasks.items() if not task.done()]

    async def close(self) -> None:
        """Wait for what still runs, sign off, let go of Redis."""
        with suppress(*_TROUBLE):
            await self._heartbeat.sign_off()
        # A job cancelled while arq wrote its end raises here; the others must still be waited for.
        # Their grace is over: one that waits out an outage would hold the end for minutes.
        await cancel_and_wait(self.tasks.values())
        self.tasks.clear()
        await super().close()


def _told_to_stop() -> bool:
    """Whether this task was cancelled, also when the cancel was swallowed on its way (models/runtime/cancel_and_wait.py)."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def warn_of_trouble(error: Exception) -> None:
    """One line a minute for each kind of error: while Redis is away, the loop and each chore meet it twice a second."""
    kind, now = type(error).__name__, time.monotonic()
    if now - _warned_at.get(kind, -TROUBLE_LINE_SECONDS) >= TROUBLE_LINE_SECONDS:
        _warned_at[kind] = now
        log.warning("queue_trouble", error=kind, effect="jobs wait until Redis answers")


async def _kept_going(chore: Callable[[], Awaitable[None]]) -> None:
    """A chore lives as long as the worker: trouble with Redis, or a defect, starts it again."""
    while True:
        try:
            await chore()
        except _TROUBLE as error:
            warn_of_trouble(error)
        except Exception:
            log.exception("chore_failed", chore=chore.__name__)
        await asyncio.sleep(POLL_SECONDS)


def _function(name: str, run_job: RunJob, worker_id: str) -> Function:
    async def run(ctx: dict[Any, Any], **arguments: Any) -> None:
        attempt = Attempt(ctx["job_id"], worker_id, round(ctx["enqueue_time"].timestamp() * 1000))
        try:
            await run_job(name, arguments, attempt)
        except RetryLater as wish:
            raise Retry(defer=wish.delay_seconds) from wish

    return Function(
        name=name,
        coroutine=run,
        timeout_s=None,
        keep_result_s=0,
        keep_result_forever=False,
        max_tries=None,
    )


async def _ask_for_notifications(redis: "Redis") -> bool:
    """Have Redis tell of queue changes; where it forbids CONFIG, polling twice a second goes on. Whether it tells."""
    try:
        found = (await redis.config_get("notify-keyspace-events")).get("notify-keyspace-events", "")
        if not {"K", "z"} <= set(found.replace("A", "z")):
            await redis.config_set("notify-keyspace-events", found + "Kz")
        return True
    except Exception as error:  # noqa: BLE001 - a managed Redis refuses in many ways, all harmless
        log.warning(
            "queue_notifications_off", error=str(error), effect="jobs start within 0.5 s instead of at once"
        )
        return False


def _database(redis: "Redis") -> int:
    return int(redis.connection_pool.connection_kwargs.get("db") or 0)


def _to_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, default=repr).encode()
