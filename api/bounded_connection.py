"""Bounded connection: a caller has so many seconds and bytes for a request; uvicorn alone waits and reads for ever."""

import asyncio
from typing import Any, Literal

import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

log = structlog.get_logger()

_MAX_HEAD = 65_536
# What is sent after an answer is read and thrown away up to here, so that the answer is not lost in a reset.
_MAX_REQUEST = 8 * 1_048_576

Part = Literal["head", "body", "none"]


class BoundedConnection(HttpToolsProtocol):
    """uvicorn's protocol with a time limit for a request's head and again for its body, and limits of size.

    Too slow is answered with 408, a head above 64 kB with 431, where no answer has begun; then the connection is
    closed. A request that comes in one piece, as a webhook does, never starts a timer.
    """

    seconds = 10.0

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        # The part of a request that is being waited for; before the first byte it is a head already.
        self._part: Part = "head"
        self._timed: Part = "none"
        self._timer: asyncio.TimerHandle | None = None
        self._size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Nobody may keep a connection without asking for anything."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._part = "none"
        self._watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came; begin or end the waiting for the rest."""
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
        """The first line of a request begins."""
        self._part = "head"
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Headers after the body are nobody's: kept, they would pile up."""
        if self._part == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The app starts with this."""
        self._part = "body"
        self._size = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request is here."""
        self._part = "none"
        super().on_message_complete()

    def _wait_for_next(self) -> None:
        """After a late end of a body that nobody read, uvicorn's own timer of an idle connection does not run."""
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
        """Only where nothing of an answer is on its way, and there is a request to answer."""
        if self._part == "head":
            return self._size > 0 and (self.cycle is None or self.cycle.response_complete)
        return not self.pipeline and not self.cycle.response_started


def bounded_connection(seconds: float) -> type[BoundedConnection]:
    """The protocol for `uvicorn.Config(http=…)` with `seconds` for a head, and again for a body."""
    return type("BoundedConnection", (BoundedConnection,), {"seconds": seconds})
