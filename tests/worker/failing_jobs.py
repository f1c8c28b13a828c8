"""Failing jobs: a job's arguments, an attempt at it, and what fails in it."""

from worker.queue.arq_worker import Attempt

JOB = {"operation_id": 7, "workspace_id": 1, "trace": "u1"}
ATTEMPT = Attempt("embed:7", "worker-a", 1_795_000_000_000)


def failing(error: BaseException):
    async def run(_services, _job) -> None:
        raise error

    return run
