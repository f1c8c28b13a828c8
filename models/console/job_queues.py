"""The three queues of jobs: a lane of messages of a chat or of requests of a program, a user's lane of callbacks, or direct."""

from typing import Any, Literal

JobQueue = Literal["messages", "callbacks", "direct"]
JOB_QUEUES: tuple[JobQueue, ...] = ("messages", "callbacks", "direct")

# The condition on rows of job_run r for each.
QUEUE_CONDITIONS: dict[str, str] = {
    "messages": "(r.arguments->>'lane' LIKE 'chat:%' OR r.arguments->>'lane' LIKE 'program:%')",
    "callbacks": "r.arguments->>'lane' LIKE 'tap:%'",
    "direct": "r.arguments->>'lane' IS NULL",
}
_OF_LANES: dict[str, JobQueue] = {"chat": "messages", "program": "messages", "tap": "callbacks"}


def queue_of_job(arguments: dict[str, Any]) -> JobQueue:
    """The queue of a job with these arguments."""
    return _OF_LANES.get(str(arguments.get("lane", "")).partition(":")[0], "direct")


def queue_named(name: str) -> str:
    """The queue of this name, which may be the earlier "taps"; an unknown name is returned as it is."""
    return "callbacks" if name == "taps" else name
