"""While Redis is away the log says it once a minute, however often the loop and its chores meet it."""

import structlog

from worker.queue.arq_worker import warn_of_trouble


class NeverSeenError(OSError):
    """A kind of error that no other test has met."""


def test_each_kind_of_trouble_is_one_line() -> None:
    with structlog.testing.capture_logs() as lines:
        for _ in range(5):
            warn_of_trouble(NeverSeenError())
    assert [(line["event"], line["error"]) for line in lines] == [("queue_trouble", "NeverSeenError")]
