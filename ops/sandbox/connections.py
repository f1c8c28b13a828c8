"""An HTTP protocol whose connections can be closed or left hanging from inside a request."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_open: dict[tuple[str, int], asyncio.Transport] = {}
_hanging: set[tuple[str, int]] = set()


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's protocol that remembers each client's transport by address and port."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._peer: Any = transport.get_extra_info("peername")
        if self._peer:
            _open[tuple(self._peer[:2])] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._peer:
            _open.pop(tuple(self._peer[:2]), None)
        super().connection_lost(exc)


async def cut_connection(request: Request) -> Response:
    """Close the connection without sending a response."""
    transport = _open.get(tuple(request.scope["client"]))
    if transport is None:
        raise RuntimeError("connections can be cut only under uvicorn with CuttableProtocol")
    transport.abort()
    await _gone(request)
    return Response(status_code=499)


async def hang_request(request: Request, seconds: float) -> Response:
    """Send no response until the client leaves; after `seconds` close the connection."""
    peer = tuple(request.scope["client"])
    _hanging.add(peer)
    waiter = asyncio.ensure_future(_gone(request))
    try:
        done, _ = await asyncio.wait({waiter}, timeout=seconds)
    finally:
        waiter.cancel()
        _hanging.discard(peer)
    return Response(status_code=499) if done else await cut_connection(request)


def release_hanging_requests() -> None:
    """Close the connection of every hanging request, because the server is shutting down."""
    for peer in _hanging:
        _open[peer].abort()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
