"""The score of a job in the queue's sorted set: jobs are ordered by due time, background jobs after all others."""

# Added to the due time (ms) of background jobs, so that messages never wait for one: after a burst of 10,000 messages
# the embeddings of their tasks delayed every new message by four minutes. Due times reach it in 2286; the sum is far
# below 2**53, so scores stay exact.
BACKGROUND_MS = 10**13

ScoreRange = tuple[float | str, float | str]


def priority_score(due_ms: int, *, background: bool) -> int:
    """The score of a job that may start at `due_ms`."""
    return due_ms + BACKGROUND_MS if background else due_ms


def is_background(score: float) -> bool:
    """Whether this is the score of a background job."""
    return score >= BACKGROUND_MS


def due_at_ms(score: float) -> int:
    """When the job with this score may start (ms)."""
    return int(score) - BACKGROUND_MS if is_background(score) else int(score)


def due_ranges(now_ms: int) -> tuple[ScoreRange, ScoreRange]:
    """The score ranges of jobs that are due, in Redis's notation: normal jobs, then background jobs."""
    return ("-inf", now_ms), (BACKGROUND_MS, BACKGROUND_MS + now_ms)


def deferred_ranges(now_ms: int) -> tuple[ScoreRange, ScoreRange]:
    """The score ranges of jobs that are not due yet: normal jobs, then background jobs."""
    return (f"({now_ms}", f"({BACKGROUND_MS}"), (f"({BACKGROUND_MS + now_ms}", "+inf")
