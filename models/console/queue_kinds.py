"""Queues: the three ways a job comes to a worker: in a chat's lane of messages, a person's lane of taps, or straight."""

from typing import Any, Literal

Queue = Literal["messages", "taps", "direct"]
QUEUES: tuple[Queue, ...] = ("messages", "taps", "direct")

# How each is told from a job's arguments, as a condition on rows of job_run r.
QUEUE_CONDITIONS: dict[str, str] = {
    "messages": "r.arguments->>'lane' LIKE 'chat:%'",
    "taps": "r.arguments->>'lane' LIKE 'tap:%'",
    "direct": "r.arguments->>'lane' IS NULL",
}
_OF_LANES: dict[str, Queue] = {"chat": "messages", "tap": "taps"}


def queue_of(arguments: dict[str, Any]) -> Queue:
    """The queue of a job with these arguments."""
    return _OF_LANES.get(str(arguments.get("lane", "")).partition(":")[0], "direct")
