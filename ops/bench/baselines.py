"""The servers that the webhook is compared with; `python -m ops.bench.baselines NAME` runs one.

Each does the least its kind allows: it compares no secret, parses nothing and logs nothing, unless the library
does so itself.
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


def bare_application(receive_body: ReceiveBody) -> App:
    """A minimal ASGI application that passes each body to `receive_body` and answers 200."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event.get("body", b""), event.get("more_body", False)
        await receive_body(body)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    return app


async def serve_enqueue_job(redis_url: str, port: int) -> None:
    """Serve the minimal application with arq's `enqueue_job`."""
    pool = await create_pool(RedisSettings.from_dsn(redis_url))

    async def receive_body(body: bytes) -> object:
        return await pool.enqueue_job("handle_update", body)

    await _serve(bare_application(receive_body), port)


async def serve_evalsha(redis_url: str, port: int) -> None:
    """Serve the minimal application with one script call of redis-py."""
    push = Redis.from_url(redis_url).register_script(_PUSH)

    async def receive_body(body: bytes) -> object:
        return await push(keys=["bench:taken"], args=[body])

    await _serve(bare_application(receive_body), port)


async def serve_telegram(_: str, port: int) -> None:
    """Serve python-telegram-bot's own webhook server; its updates are read from the queue and dropped."""
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


BASELINES = {
    "enqueue_job": serve_enqueue_job,
    "evalsha": serve_evalsha,
    "python-telegram-bot": serve_telegram,
}


async def _serve(app: App, port: int) -> None:
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    # On uvloop, as the product's api.
    uvloop.run(BASELINES[sys.argv[1]](os.environ["REDIS_URL"], int(os.environ["PORT"])))
