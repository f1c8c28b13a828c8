"""Queue worker: wakes at once, keeps its slots, survives Redis, and goes on after anything."""

import asyncio
import random
import time

import pytest
from redis.asyncio import Redis

from models.queue import keys, priority
from models.queue.jobs import EmbedTasks, ReadDeferred
from models.queue.producer import Producer
from models.runtime.clock import wall_ms
from ops.stores import Valkey, scratch_folder
from tests.patience import PATIENCE_SECONDS, until
from worker.queue.arq_worker import ArqWorker, RetryLater


@pytest.fixture
async def valkey():
    with scratch_folder("queue") as folder:
        server = Valkey(folder / "valkey")
        server.start()
        yield server
        server.stop()


class Bench:
    """A worker whose jobs are told here what to do."""

    def __init__(self, valkey: Valkey, *, max_jobs: int = 3) -> None:
        self.redis = Redis.from_url(valkey.url)
        self.producer = Producer(self.redis)
        self.started: list[tuple[str, float]] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.again: dict[int, float] = {}
        self.worker = ArqWorker(
            valkey.url,
            [ReadDeferred.name, EmbedTasks.name],
            self._run,
            worker_id="w",
            max_jobs=max_jobs,
            grace_seconds=1,
            handle_signals=False,
        )

    async def __aenter__(self):
        self.running = asyncio.create_task(self.worker.async_run())
        await until(self.beats, what="the first heartbeat")
        return self

    async def __aexit__(self, *_):
        for gate in self.gates.values():
            gate.set()
        self.running.cancel()
        await asyncio.wait([self.running])
        await self.worker.close()
        await self.redis.aclose()

    async def beats(self) -> bool:
        return bool(await self.redis.zcard(keys.WORKERS))

    async def _run(self, name, arguments, _attempt) -> None:
        number = arguments["operation_id" if name == EmbedTasks.name else "late_id"]
        self.started.append((number, time.monotonic()))
        if (gate := self.gates.get(number)) is not None:
            await gate.wait()
        if (delay := self.again.pop(number, None)) is not None:
            raise RetryLater(delay)

    async def enqueue(self, number: int) -> None:
        await self.producer.enqueue(ReadDeferred(number, "t"))

    async def enqueue_background(self, number: int, *, delay: float = 0) -> None:
        await self.producer.enqueue(EmbedTasks(number, 1, "t"), delay_seconds=delay)

    def times(self, number: int) -> int:
        return sum(found == number for found, _ in self.started)

    async def empty(self) -> bool:
        return not await self.redis.zcard(keys.QUEUE)


async def test_a_job_starts_at_once_and_not_with_the_next_poll(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POLL_SECONDS", "TOLD_POLL_SECONDS"):
        monkeypatch.setattr(f"worker.queue.arq_worker.{name}", 3600)
    async with Bench(valkey) as bench:
        for number in range(40):
            await bench.enqueue(number)
            await until(lambda n=number: _is(bench.times(n)), what="the start, before the next poll")
            await until(bench.empty, what="the end")


async def test_a_job_that_wants_to_run_again_does_so_after_its_wait(valkey: Valkey) -> None:
    async with Bench(valkey) as bench:
        bench.again[1] = 0.8
        await bench.enqueue(1)
        await until(lambda: _is(bench.times(1) == 2), what="the second run")
        first, second = (at for _, at in bench.started)
        assert second - first >= 0.75
        await until(bench.empty, what="the end")
        assert [k async for k in bench.redis.scan_iter("arq:job:*")] == []


async def test_no_more_jobs_than_slots_and_each_free_slot_is_refilled_at_once(valkey: Valkey) -> None:
    async with Bench(valkey, max_jobs=3) as bench:
        for number in range(6):
            bench.gates[number] = asyncio.Event()
            await bench.enqueue(number)
        await until(lambda: _is(len(bench.started) == 3), what="three started")
        for freed in range(3):
            bench.gates[bench.started[freed][0]].set()
            await until(lambda n=4 + freed: _is(len(bench.started) == n), what="the freed slot used")


async def test_redis_killed_and_back_loses_no_job_and_no_slot(valkey: Valkey) -> None:
    async with Bench(valkey, max_jobs=2) as bench:
        bench.gates = {1: asyncio.Event(), 2: asyncio.Event()}
        await bench.enqueue(1)
        await bench.enqueue(2)
        await until(lambda: _is(len(bench.started) == 2), what="both slots taken")
        valkey.kill()
        for gate in bench.gates.values():
            gate.set()
        await until(lambda: _is(not bench.worker.running_jobs()), what="the jobs' ends")
        valkey.start()
        for number in (3, 4, 5):
            await _patiently(bench.enqueue, number)
        for number in (3, 4, 5):
            await until(lambda n=number: _is(bench.times(n)), what="a start after the outage")
        # The two whose end could not be written run once more when their lease is over.
        await until(bench.empty, what="an empty queue")
        assert not bench.running.done()


async def test_the_heartbeat_comes_back_after_redis_was_full(valkey: Valkey) -> None:
    async with Bench(valkey) as bench:
        await bench.redis.config_set("maxmemory", "1mb")
        seen = await bench.redis.zscore(keys.WORKERS, "w")
        await bench.redis.zrem(keys.WORKERS, "w")
        await until(lambda: _is(wall_ms() > seen + 6000), what="a beat that could not be written")
        assert not await bench.redis.zcard(keys.WORKERS)
        await bench.redis.config_set("maxmemory", "48mb")
        await until(bench.beats, what="the next beat")
        await bench.enqueue(1)
        await until(lambda: _is(bench.times(1)), what="a job after it")


async def test_an_operators_cancel_reaches_the_running_job(valkey: Valkey) -> None:
    async with Bench(valkey) as bench:
        bench.gates[1] = asyncio.Event()
        await bench.enqueue(1)
        await until(lambda: _is(bench.times(1)), what="the start")
        told: list[tuple] = []
        task = bench.worker.job_tasks["late:1"]
        task.add_done_callback(lambda t: told.append((t.cancelled(),)))
        await bench.redis.publish(keys.CANCEL, "late:1")
        await until(lambda: _is(told), what="the cancelled job")
        assert told == [(True,)]


async def test_two_workers_never_run_a_job_at_the_same_time(valkey: Valkey) -> None:
    async with Bench(valkey, max_jobs=5) as one, Bench(valkey, max_jobs=5) as two:
        for number in range(100):
            await one.enqueue(number)
        await until(one.empty, what="an empty queue")
        assert sorted(number for number, _ in [*one.started, *two.started]) == list(range(100))
        assert one.started
        assert two.started


async def test_a_worker_told_to_stop_at_any_moment_stops(valkey: Valkey) -> None:
    """Told while it talks to Redis, where Python 3.11's `wait_for` may swallow the wish."""
    dice = random.Random(3)
    redis = Redis.from_url(valkey.url)
    producer = Producer(redis)
    for turn in range(150):
        bench = Bench(valkey)
        running = asyncio.create_task(bench.worker.async_run())
        for number in range(3):
            await producer.enqueue(ReadDeferred(turn * 10 + number, "t"))
        await asyncio.sleep(dice.uniform(0, 0.02))  # any moment
        running.cancel()
        _, late = await asyncio.wait([running], timeout=PATIENCE_SECONDS)
        assert not late, turn
        await bench.worker.close()
        await bench.redis.aclose()
    await redis.aclose()


async def test_no_message_waits_behind_background_work_however_much_of_it_came_before(valkey: Valkey) -> None:
    async with Bench(valkey, max_jobs=1) as bench:
        bench.gates[0] = asyncio.Event()
        await bench.enqueue(0)
        await until(lambda: _is(bench.times(0)), what="the one slot taken")
        for number in range(1, 301):
            await bench.enqueue_background(number)
        await bench.enqueue(1000)
        bench.gates[0].set()
        await until(bench.empty, what="an empty queue")
        started = [number for number, _ in bench.started]
        assert started[:2] == [0, 1000]
        # Among themselves they have no order to the millisecond: of two enqueued in one, the id decides.
        assert sorted(started[2:]) == list(range(1, 301))


async def test_background_work_leaves_half_of_the_slots_to_what_somebody_waits_for(valkey: Valkey) -> None:
    async with Bench(valkey, max_jobs=4) as bench:
        for number in range(6):
            bench.gates[number] = asyncio.Event()
            await bench.enqueue_background(number)
        await until(lambda: _is(len(bench.started) == 2), what="half of the slots taken")
        for number in (100, 101):
            bench.gates[number] = asyncio.Event()
            await bench.enqueue(number)
        await until(lambda: _is(bench.times(100) and bench.times(101)), what="the messages' starts")
        assert len(bench.started) == 4
        for gate in bench.gates.values():
            gate.set()
        await until(bench.empty, what="an empty queue")
        assert sorted(number for number, _ in bench.started) == [0, 1, 2, 3, 4, 5, 100, 101]


async def test_background_work_that_fails_or_is_deferred_starts_when_it_is_due_and_stays_behind(
    valkey: Valkey,
) -> None:
    async with Bench(valkey, max_jobs=2) as bench:
        bench.again[1] = 0.8
        began = time.monotonic()
        await bench.enqueue_background(1)
        await bench.enqueue_background(2, delay=0.5)
        await until(lambda: _is(bench.times(1)), what="the first run")
        scores = dict(await bench.redis.zrange(keys.QUEUE, 0, -1, withscores=True))
        assert all(priority.is_background(score) for score in scores.values())
        await until(lambda: _is(bench.times(1) == 2 and bench.times(2)), what="the second run")
        second = {number: at - began for number, at in bench.started}
        assert second[2] > 0.45
        assert second[1] > 0.75
        await until(bench.empty, what="an empty queue")


async def _is(value) -> bool:
    return bool(value)


async def _patiently(call, *arguments) -> None:
    async def done() -> bool:
        try:
            await call(*arguments)
        except (ConnectionError, OSError):
            return False
        except Exception as error:
            if "Connection" in type(error).__name__:
                return False
            raise
        return True

    await until(done, what="the queue's answer")
