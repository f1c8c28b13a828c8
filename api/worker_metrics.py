"""What the live workers count and how much memory they use, from their heartbeats."""

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from redis.asyncio import Redis

from models.queue import keys
from models.queue.worker_counts import (
    COUNTERS,
    HISTOGRAMS,
    ToldCounts,
    WorkerCounter,
    WorkerHistogram,
    read_counts,
)
from models.runtime.clock import wall_ms

_MOST_WORKERS = 200
_BEAT_MS = 15_000

Told = dict[str, ToldCounts]


async def read_worker_metrics(redis: "Redis") -> list[Metric]:
    """The metrics of the live workers, each sample with the worker's id as a label. Raises QueueError."""
    now = wall_ms()
    raw_ids = await redis.zrangebyscore(keys.WORKERS, now - _BEAT_MS, "+inf", start=0, num=_MOST_WORKERS)
    workers = [raw.decode() for raw in raw_ids]
    async with redis.pipeline(transaction=False) as pipe:
        for worker in workers:
            pipe.hmget(keys.WORKER + worker, ["counts", "memory_kb"])
        beats = await pipe.execute()
    told = {
        worker: read_counts((counts or b"").decode())
        for worker, (counts, _) in zip(workers, beats, strict=True)
    }
    memory = GaugeMetricFamily(
        "planner_worker_memory_bytes", "Resident memory of each worker", labels=["worker"]
    )
    for worker, (_, kilobytes) in zip(workers, beats, strict=True):
        memory.add_metric([worker], int(kilobytes or 0) * 1024)
    return [memory, *_counters(told), *_histograms(told)]


def _counters(told: Told) -> Iterator[Metric]:
    for counter in COUNTERS:
        yield _counter(counter, told)


def _counter(counter: WorkerCounter, told: Told) -> Metric:
    family = CounterMetricFamily(counter.name, counter.meaning, labels=["worker", *counter.labels])
    for worker, counts in told.items():
        for labels, number in counts.counted.get(counter.name, []):
            family.add_metric([worker, *labels], number)
    return family


def _histograms(told: Told) -> Iterator[Metric]:
    for histogram in HISTOGRAMS:
        yield _histogram(histogram, told)


def _histogram(histogram: WorkerHistogram, told: Told) -> Metric:
    family = HistogramMetricFamily(histogram.name, histogram.meaning, labels=["worker", *histogram.labels])
    bounds = [*map(str, map(float, histogram.bounds)), "+Inf"]
    for worker, counts in told.items():
        for labels, buckets, total in counts.observed.get(histogram.name, []):
            cumulative = list(zip(bounds, accumulate(buckets), strict=True))
            family.add_metric([worker, *labels], cumulative, total)
    return family
