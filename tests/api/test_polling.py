"""Long polling leaves Telegram alone for as long as Telegram asks."""

import httpx

from api.polling import fetch_updates
from ops.sandbox.client import SandboxClient
from ops.sandbox.server import serve_sandbox
from ops.sandbox.settings import SandboxSettings


async def test_polling_rests_as_long_as_telegram_says() -> None:
    chosen = SandboxSettings(port=0)
    async with (
        serve_sandbox(chosen) as url,
        SandboxClient(url) as telegram,
        httpx.AsyncClient(timeout=60) as client,
    ):
        address = f"{url}/bot{chosen.telegram_bot_token}/getUpdates"
        await telegram.inject("getUpdates", "error", code=429, retry_after=17, times=1)
        assert await fetch_updates(client, address, 0) == 17.0
        await telegram.inject("getUpdates", "error", code=429, retry_after=1, times=1)
        assert await fetch_updates(client, address, 0) == 3.0, "never sooner than after any other failure"
        await telegram.inject("getUpdates", "error", code=429, retry_after=10**9, times=1)
        assert await fetch_updates(client, address, 0) == 3600.0
        await telegram.say("hello", user=1001)
        updates = await fetch_updates(client, address, 0)
        assert isinstance(updates, list)
        assert [update["message"]["text"] for update in updates] == ["hello"]
