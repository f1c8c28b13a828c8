"""Plain arq: its worker with all its defaults."""

import os
import time
from typing import Any

from arq.connections import RedisSettings
from arq.worker import run_worker

from ops.bench.workers.starts import LIST


async def handle(ctx: dict[Any, Any], sent_at: float) -> None:
    """Note how long ago the job was enqueued."""
    await ctx["redis"].rpush(LIST, str(time.time() - sent_at))


class WorkerSettings:
    """arq's defaults: polls every 0.5 s, ten jobs, results kept an hour."""

    functions = (handle,)
    redis_settings = RedisSettings.from_dsn(os.environ["REDIS_URL"])


if __name__ == "__main__":
    run_worker(WorkerSettings)  # type: ignore[arg-type]
