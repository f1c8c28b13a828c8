"""A program that uses /api with the token its owner gave it."""

import asyncio
import re
from typing import Any

import httpx

from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner

_TOKEN = re.compile(r"bp_[A-Za-z0-9_-]{43}")


async def given_token(
    planner: Planner, right: str = "New: read and change", reach: str = "Everything"
) -> str:
    """What the owner copies after two taps on the screen that Settings, Your data leads to."""
    settings = await planner.tell("/settings data")
    screen = await planner.press(settings, "Access for programs")
    chosen = await planner.press(screen, right)
    shown = await planner.press(chosen, reach)
    [token] = _TOKEN.findall(shown.text)
    return token


class Program:
    """A client of /api."""

    def __init__(self, planner: Planner, token: str) -> None:
        self._planner, self._token = planner, token

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """One request; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"authorization": f"Bearer {self._token}"} | sent
        async with httpx.AsyncClient(base_url=self._planner.url, timeout=60, trust_env=False) as client:
            return await client.request(method, f"/api{path}", json=body, headers=sent)

    async def get(self, path: str) -> Any:
        """The document at an address that there is."""
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def does(self, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        """A change, once it was carried out or refused."""
        answer = await self.ask(method, path, body, **headers)
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == answer.json()["operation"]
        return await self.outcome(answer.headers["location"].removeprefix("/api"))

    async def outcome(self, path: str) -> dict[str, Any]:
        """What came of a request, asked until it is known."""
        await self._planner.settled()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                found: dict[str, Any] = await self.get(path)
                if found["state"] not in ("queued", "running"):
                    return found
                await self._planner.tick()
