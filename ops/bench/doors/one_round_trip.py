"""Door of one round trip: a bare ASGI app that keeps the body in Redis by one script call, and does nothing else."""

import os

from redis.asyncio import Redis

from ops.bench.doors.serving import Take, serve


async def _start() -> Take:
    redis = Redis.from_url(os.environ["REDIS_URL"])
    keep = redis.register_script("return redis.call('SET', KEYS[1], ARGV[1], 'PX', 60000)")

    async def take(update_id: int, body: bytes) -> None:
        await keep(keys=[f"bench:{update_id}"], args=[body])

    return take


if __name__ == "__main__":
    serve(_start)
