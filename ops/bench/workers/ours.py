"""Ours: the product's queue worker with the same empty job, without its database."""

import os
import time
from typing import Any

from models.queue.connection import connect
from ops.bench.workers.starts import LIST
from worker.queue_worker import Attempt, QueueWorker

if __name__ == "__main__":
    _redis = connect(os.environ["REDIS_URL"])

    async def _run(name: str, arguments: dict[str, Any], attempt: Attempt) -> None:  # noqa: ARG001
        await _redis.rpush(LIST, str(time.time() - arguments["sent_at"]))

    QueueWorker(
        os.environ["REDIS_URL"], ["handle"], _run, worker_id="bench", max_jobs=10, grace_seconds=1
    ).run()
