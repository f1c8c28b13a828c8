"""Rivals: the servers the webhook is measured against: `python -m ops.bench.baselines NAME`, one process each.

Each does as little as its kind can: no secret is compared, nothing is parsed, nothing is logged, but where the
library does so itself.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
import uvloop
from arq.connections import RedisSettings, create_pool
from redis.asyncio import Redis

from ops.bench.processes import SECRET, TOKEN

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ReceiveBody = Callable[[bytes], Awaitable[object]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_PUSH = "redis.call('RPUSH', KEYS[1], ARGV[1]) return 1"


def bare_application(take: ReceiveBody) -> App:
    """The least ASGI application there is: each body goes to `take`, then 200."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        await take(body)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    return app


async def serve_enqueue_job(redis_url: str, port: int) -> None:
    """The bare application with arq's `enqueue_job` in it."""
    pool = await create_pool(RedisSettings.from_dsn(redis_url))

    async def take(body: bytes) -> object:
        return await pool.enqueue_job("handle_update", body)

    await _serve(bare_application(take), port)


async def serve_evalsha(redis_url: str, port: int) -> None:
    """The bare application with one script call of redis-py in it."""
    push = Redis.from_url(redis_url).register_script(_PUSH)

    async def take(body: bytes) -> object:
        return await push(keys=["bench:taken"], args=[body])

    await _serve(bare_application(take), port)


async def serve_telegram(_: str, port: int) -> None:
    """python-telegram-bot's own webhook server; its updates are taken from the queue and dropped."""
    from telegram import Bot
    from telegram.ext import Updater

    bot = Bot(TOKEN, base_url=os.environ["TELEGRAM_API_BASE_URL"])
    updates: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(bot, updates) as updater:
        await updater.start_webhook(
            listen="127.0.0.1",
            port=port,
            url_path="webhook/telegram",
            webhook_url=f"http://127.0.0.1:{port}/webhook/telegram",
            secret_token=SECRET,
        )
        while True:
            await updates.get()


RIVALS = {
    "enqueue_job": serve_enqueue_job,
    "evalsha": serve_evalsha,
    "python-telegram-bot": serve_telegram,
}


async def _serve(app: App, port: int) -> None:
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    # All of them on uvloop, as the product's own api.
    uvloop.run(RIVALS[sys.argv[1]](os.environ["REDIS_URL"], int(os.environ["PORT"])))
