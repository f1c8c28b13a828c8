"""What a worker counts since its start, told with its heartbeat and exposed by the api as counters and histograms."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerCounter:
    """A counter's name without "_total", what it counts, and its labels."""

    name: str
    meaning: str
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class WorkerHistogram:
    """A histogram's name, what it measures (seconds), its labels and the upper bounds of its buckets."""

    name: str
    meaning: str
    labels: Sequence[str]
    bounds: Sequence[float]


UPDATES_HANDLED = WorkerCounter("planner_updates_handled", "Updates that had their effect", ("outcome",))
JOB_ATTEMPTS = WorkerCounter(
    "planner_job_attempts", "Attempts that ended, by job and state", ("job", "state")
)
DELIVERIES = WorkerCounter("planner_deliveries", "Calls to Telegram that ended, by result", ("state",))
ANSWER_SECONDS = WorkerHistogram(
    "planner_answer_seconds",
    "From an update's arrival to its effect",
    (),
    (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 300, 900, 3600),
)
JOB_SECONDS = WorkerHistogram(
    "planner_job_seconds",
    "From an attempt's start to its end",
    ("job",),
    (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
SEND_SECONDS = WorkerHistogram(
    "planner_send_seconds",
    "From when a message was due to Telegram's acceptance",
    (),
    (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600),
)
COUNTERS = (UPDATES_HANDLED, JOB_ATTEMPTS, DELIVERIES)
HISTOGRAMS = (ANSWER_SECONDS, JOB_SECONDS, SEND_SECONDS)


class WorkerCounts:
    """The counts of one process. They only grow; a new worker begins at 0 under another id."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, ...]] = Counter()
        self._buckets: dict[tuple[str, ...], list[int]] = {}
        self._sums: Counter[tuple[str, ...]] = Counter()

    def count(self, counter: WorkerCounter, *labels: str) -> None:
        """One more."""
        self._counted[counter.name, *labels] += 1

    def observe(self, histogram: WorkerHistogram, seconds: float, *labels: str) -> None:
        """One more duration; a negative one, of a clock that was set back, counts as 0."""
        key, seconds = (histogram.name, *labels), max(0.0, seconds)
        buckets = self._buckets.setdefault(key, [0] * (len(histogram.bounds) + 1))
        buckets[bisect_left(histogram.bounds, seconds)] += 1
        self._sums[key] += seconds  # type: ignore[assignment]

    def __call__(self) -> str:
        """As the heartbeat tells them: JSON that `read_counts` reads."""
        counted = [[list(key), value] for key, value in self._counted.items()]
        observed = [[list(key), buckets, round(self._sums[key], 3)] for key, buckets in self._buckets.items()]
        return json.dumps({"counted": counted, "observed": observed}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ToldCounts:
    """The counts of one worker by name: labels with a number, or with the buckets (not cumulative) and the sum."""

    counted: dict[str, list[tuple[list[str], int]]]
    observed: dict[str, list[tuple[list[str], list[int], float]]]


def read_counts(told: str) -> ToldCounts:
    """What a heartbeat told; empty for a worker of an earlier version."""
    document = json.loads(told or '{"counted": [], "observed": []}')
    counts = ToldCounts({}, {})
    for (name, *labels), number in document["counted"]:
        counts.counted.setdefault(name, []).append((labels, number))
    for (name, *labels), buckets, total in document["observed"]:
        counts.observed.setdefault(name, []).append((labels, buckets, total))
    return counts
