"""Limits on the time and size of a request, which uvicorn alone does not have."""

import asyncio
from typing import Any, Literal

import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

log = structlog.get_logger()

_MAX_HEAD = 65_536
# Data sent after the response is read and discarded up to this size, so that a reset does not destroy the response.
_MAX_REQUEST = 8 * 1_048_576

Part = Literal["head", "body", "none"]


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's protocol with limits on the time of a request's head and of its body, and on their sizes.

    Unless a response has begun, a slow request is answered 408 and a head above 64 kB 431; then the connection is
    closed. A request that arrives in one piece, as from Telegram, never starts a timer.
    """

    seconds = 10.0

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        # The part of a request that is awaited; "head" already before the first byte.
        self._part: Part = "head"
        self._timed: Part = "none"
        self._timer: asyncio.TimerHandle | None = None
        self._size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the timer: a connection without a request is closed too."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._part = "none"
        self._watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse the data; start or stop the timer for the rest."""
        self._size += len(data)
        super().data_received(data)
        if self._part == "none":
            self._size = 0
            self._wait_for_next()
        elif self._part == "head" and self._size > _MAX_HEAD:
            self._refuse(431)
        elif self._size > _MAX_REQUEST:
            self._refuse(413)
        self._watch()

    def on_message_begin(self) -> None:
        """A request's head begins."""
        self._part = "head"
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Ignore headers after the body (trailers), which would accumulate."""
        if self._part == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is complete; the app starts."""
        self._part = "body"
        self._size = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is complete."""
        self._part = "none"
        super().on_message_complete()

    def _wait_for_next(self) -> None:
        """After the late end of an unread body, uvicorn's own timer for idle connections does not run."""
        answered = self.cycle is not None and self.cycle.response_complete
        if answered and not self.pipeline and self.timeout_keep_alive_task is None:
            self._part = "head"

    def _watch(self) -> None:
        if self._part == self._timed:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timed = self._part
        if self._part != "none":
            self._timer = self.loop.call_later(self.seconds, self._refuse, 408)

    def _refuse(self, status: int) -> None:
        if self.transport.is_closing():
            return
        log.warning("request_refused", status=status, part=self._part, size=self._size)
        if self._may_answer():
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _may_answer(self) -> bool:
        """Whether there is a request whose response has not begun."""
        if self._part == "head":
            return self._size > 0 and (self.cycle is None or self.cycle.response_complete)
        return not self.pipeline and not self.cycle.response_started


def bounded_connection(seconds: float) -> type[BoundedConnection]:
    """The protocol for `uvicorn.Config(http=…)` with `seconds` for a head and as many for a body."""
    return type("BoundedConnection", (BoundedConnection,), {"seconds": seconds})
