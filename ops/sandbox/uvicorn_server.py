"""Serves both stand-ins with uvicorn, on connections that can be closed on purpose."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from starlette.applications import Starlette

from models.runtime.inherited_socket import inherited_sockets
from models.runtime.logs import set_up_logs
from models.runtime.secret_values import SecretValues
from ops.sandbox.connections import CuttableProtocol, release_hanging_requests
from ops.sandbox.state.change_notifier import ChangeNotifier

GRACE_SECONDS = 1


class InLoopServer(uvicorn.Server):
    """A server inside a running event loop: it handles no signals and ends when `end` is called."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.began = asyncio.Event()
        self._end_asked = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.began.set()

    async def main_loop(self) -> None:
        """Replaces uvicorn's loop, which would poll ten times a second whether it should end."""
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864_000
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end_asked.wait(), 0.1)

    def end(self) -> None:
        """Accept no more requests and finish those that are running."""
        self.should_exit = True
        self._end_asked.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class StandInServer(uvicorn.Server):
    """Ends long polls, event streams and hanging requests when it is stopped."""

    def __init__(self, config: uvicorn.Config, changes: ChangeNotifier) -> None:
        super().__init__(config)
        self._changes = changes

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._changes.close()
        release_hanging_requests()
        await super().shutdown(sockets)


class QuietServer(StandInServer, InLoopServer):
    """A stand-in inside a running event loop."""


def serve_in_foreground(app: Starlette, changes: ChangeNotifier, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM, with the product's logs: bounded, without secrets."""
    set_up_logs(level="WARNING", json_lines=False, secrets=SecretValues.from_environment(os.environ))
    StandInServer(_config(app, host, port), changes).run(sockets=inherited_sockets())


def _config(app: Starlette, host: str, port: int) -> uvicorn.Config:
    """Without access log, and quick to stop while long polls and hanging requests are open."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=CuttableProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@asynccontextmanager
async def serve_quietly(app: Starlette, changes: ChangeNotifier, host: str, port: int) -> AsyncIterator[str]:
    """Serve in the running loop; gives the base URL. Port 0 takes a free one."""
    server = QuietServer(_config(app, host, port), changes)
    listening = socket.create_server((host, port), backlog=1024)
    address = listening.getsockname()
    serve = asyncio.create_task(server.serve(sockets=[listening]))
    await server.began.wait()
    try:
        yield f"http://{address[0]}:{address[1]}"
    finally:
        server.end()
        await serve
