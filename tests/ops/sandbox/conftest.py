"""A running stand-in for each test, a real python-telegram-bot Bot on it, and a webhook to receive."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.request import HTTPXRequest

from ops.sandbox.client import SandboxClient
from ops.sandbox.server import serve_sandbox
from ops.sandbox.settings import SandboxSettings
from ops.sandbox.state.change_notifier import ChangeNotifier
from ops.sandbox.uvicorn_server import serve_quietly
from tests.patience import PATIENCE_SECONDS


@dataclass
class Playground:
    """One running stand-in: its people (`tg`), its bot (`bot`), plain HTTP to its Bot API (`call`)."""

    url: str
    settings: SandboxSettings
    tg: SandboxClient
    bot: Bot
    http: httpx.AsyncClient

    async def call(self, method: str, **params: object) -> httpx.Response:
        """A Bot API call as JSON."""
        return await self.http.post(f"/bot{self.settings.telegram_bot_token}/{method}", json=params)

    async def description(self, method: str, **params: object) -> str:
        """The refusal's words; empty when the call was carried out."""
        return str((await self.call(method, **params)).json().get("description", ""))


Opener = Callable[..., contextlib.AbstractAsyncContextManager[Playground]]


@contextlib.asynccontextmanager
async def opened(data: Path | None = None, **settings: object) -> AsyncIterator[Playground]:
    chosen = SandboxSettings(port=0, sandbox_data=data, sandbox_speed=200, **settings)
    async with (
        serve_sandbox(chosen) as url,
        SandboxClient(url) as tg,
        Bot(
            chosen.telegram_bot_token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=HTTPXRequest(connection_pool_size=40, read_timeout=60),
        ) as bot,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http,
    ):
        yield Playground(url, chosen, tg, bot, http)


@pytest.fixture
def open_sandbox() -> Opener:
    return opened


@pytest.fixture(scope="session")
async def shared() -> AsyncIterator[Playground]:
    async with opened() as playground:
        yield playground


@pytest.fixture
async def play(shared: Playground) -> Playground:
    """The shared stand-in, on its first day."""
    await shared.tg.reset()
    return shared


@dataclass
class Receiver:
    """The bot's side of a webhook: what came, and how to answer it."""

    url: str = ""
    updates: list[dict] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answer: Callable[[dict], Response] = field(default=lambda _: Response())
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    running: int = 0
    most: int = 0
    changes: ChangeNotifier = field(default_factory=ChangeNotifier)

    @property
    def texts(self) -> list[str]:
        return [update.get("message", {}).get("text", "") for update in self.updates]

    async def handle(self, request: Request) -> Response:
        update = await request.json()
        self.updates.append(update)
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        self.running += 1
        self.most = max(self.most, self.running)
        self.changes.publish({"event": "came"})
        gate = self.gates.get(update.get("message", {}).get("text", ""))
        if gate is not None:
            await gate.wait()
        self.running -= 1
        return self.answer(update)

    async def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition over what came holds."""
        assert await self.changes.wait_for(lambda: condition() or None, PATIENCE_SECONDS), self.texts


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = Starlette(routes=[Route("/hook", made.handle, methods=["POST"])])
    async with serve_quietly(app, made.changes, "127.0.0.1", 0) as url:
        made.url = f"{url}/hook"
        yield made
        for gate in made.gates.values():
            gate.set()
