"""Door b: a bare ASGI app that calls arq's `enqueue_job`, the yardstick of the design."""

import os

from arq import create_pool
from arq.connections import RedisSettings

from ops.bench.doors.serving import Take, serve


async def _start() -> Take:
    pool = await create_pool(RedisSettings.from_dsn(os.environ["REDIS_URL"]))

    async def take(update_id: int, body: bytes) -> None:
        await pool.enqueue_job("handle_update", body.decode(), _job_id=f"update:{update_id}")

    return take


if __name__ == "__main__":
    serve(_start)
