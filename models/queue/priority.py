"""Places: where a job stands in the queue's sorted set: by when it is due, and background work behind all other work."""

# A background job's score is its due time (ms) plus this, so that no message ever stands behind one: after a burst of
# 10,000 messages the embeddings of their tasks held up every new message for four minutes. Due times reach it in 2286;
# the sum is far below 2**53, so a score stays exact.
BACKGROUND_MS = 10**13

Range = tuple[float | str, float | str]


def place(due_ms: int, *, background: bool) -> int:
    """The score of a job that may start at `due_ms`."""
    return due_ms + BACKGROUND_MS if background else due_ms


def is_background(score: float) -> bool:
    """Whether the job with this score is background work."""
    return score >= BACKGROUND_MS


def due_ms(score: float) -> int:
    """When the job with this score may start (ms)."""
    return int(score) - BACKGROUND_MS if is_background(score) else int(score)


def due(now_ms: int) -> tuple[Range, Range]:
    """The scores of what may start now, as Redis takes ranges: what somebody waits for, then background work."""
    return ("-inf", now_ms), (BACKGROUND_MS, BACKGROUND_MS + now_ms)


def deferred(now_ms: int) -> tuple[Range, Range]:
    """The scores of what may start later: what somebody waits for, then background work."""
    return (f"({now_ms}", f"({BACKGROUND_MS}"), (f"({BACKGROUND_MS + now_ms}", "+inf")
