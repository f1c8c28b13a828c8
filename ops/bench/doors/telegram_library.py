"""Door of python-telegram-bot: its own webhook server (tornado), which puts updates into a queue in memory only."""

import asyncio
import os
from typing import Any

from telegram import Bot
from telegram.ext import Updater


class _Unread:
    """The update queue nobody reads: taken and forgotten, so that only the server is measured."""

    async def put(self, update: Any) -> None:
        """Forget it."""


async def _serve() -> None:
    bot = Bot("123456:a-token-that-opens-nothing-here", base_url=os.environ["TELEGRAM_API_BASE_URL"])
    queue: Any = _Unread()
    async with bot:
        updater = Updater(bot, queue)
        await updater.initialize()
        await updater.start_webhook(
            listen="127.0.0.1",
            port=int(os.environ["PORT"]),
            url_path="webhook/telegram",
            webhook_url="https://bench.invalid/webhook/telegram",
            secret_token=os.environ["TELEGRAM_SECRET_TOKEN"],
        )
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
