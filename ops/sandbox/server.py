"""Serves the Bot API, the control API and the chat page of the Telegram stand-in on one port."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ops.sandbox.botapi.errors import BotApiError
from ops.sandbox.control.control_routes import ROUTES, error_response
from ops.sandbox.page.page_routes import PAGE_ROUTES
from ops.sandbox.settings import SandboxSettings
from ops.sandbox.stand_in import StandIn
from ops.sandbox.uvicorn_server import serve_in_foreground, serve_quietly

BOT_METHODS = ["GET", "POST"]


class SameOriginOnly:
    """Refuses calls to the control API that a browser makes for a page of another origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_foreign(Request(scope)):
            answer = JSONResponse(BotApiError(403, "Forbidden: another origin").body(), 403)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_foreign(self, request: Request) -> bool:
        origin = request.headers.get("origin")
        return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def _bot_call(request: Request) -> Response:
    stand_in: StandIn = request.app.state.stand_in
    return await stand_in.gateway.handle(request)


async def _download(request: Request) -> Response:
    stand_in: StandIn = request.app.state.stand_in
    return await stand_in.gateway.download(request)


async def _not_found(_: Request, __: Exception) -> Response:
    return JSONResponse(BotApiError(404, "Not Found").body(), 404)


def build_sandbox_app(stand_in: StandIn) -> Starlette:
    """The ASGI application over a stand-in; the deliverer runs for the application's lifetime."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        delivering = asyncio.create_task(stand_in.delivery.run())
        yield
        delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await delivering
        stand_in.state.journal.close()

    handlers = {BotApiError: error_response, 404: _not_found}
    control = Starlette(routes=ROUTES, exception_handlers=handlers)
    control.state.stand_in = stand_in
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", _bot_call, methods=BOT_METHODS),
            Route("/file/bot{token}/{path:path}", _download),
            Mount("/control", SameOriginOnly(control)),
            *PAGE_ROUTES,
        ],
        exception_handlers=handlers,
        lifespan=lifespan,
    )
    app.state.stand_in = stand_in
    return app


def run_sandbox(settings: SandboxSettings) -> None:
    """Serve in the foreground until SIGINT or SIGTERM."""
    stand_in = StandIn(settings)
    serve_in_foreground(build_sandbox_app(stand_in), stand_in.state.changes, settings.host, settings.port)


@asynccontextmanager
async def serve_sandbox(settings: SandboxSettings) -> AsyncIterator[str]:
    """Serve inside a running event loop, for tests; gives the base URL. Port 0 takes a free one."""
    async with serve_stand_in(StandIn(settings)) as url:
        yield url


@asynccontextmanager
async def serve_stand_in(stand_in: StandIn) -> AsyncIterator[str]:
    """Serve this stand-in inside a running event loop, for tests that also look at its state; gives the base URL."""
    app = build_sandbox_app(stand_in)
    settings = stand_in.settings
    async with serve_quietly(app, stand_in.state.changes, settings.host, settings.port) as url:
        yield url
