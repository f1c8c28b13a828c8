"""The counts and durations of a full and of a quick run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of one run; durations in seconds."""

    rounds: int = 5
    acks: int = 4_000
    latency_jobs: int = 200
    drain_jobs: int = 300
    idle_seconds: float = 30
    answers: int = 90
    memory_acks: int = 20_000
    memory_messages: int = 1_000
    memory_plans: int = 100


FULL = Sizes()
QUICK = Sizes(
    rounds=3,
    acks=1_500,
    latency_jobs=60,
    drain_jobs=100,
    idle_seconds=10,
    answers=25,
    memory_acks=5_000,
    memory_messages=100,
    memory_plans=20,
)
