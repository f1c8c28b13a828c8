"""Slow and large requests, straight to the api without a proxy: each is answered, none is waited for, nothing is kept."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.api.addresses import all_addresses, status_of
from tests.api.conftest import Door
from tests.chaos.programs import Program
from tests.patience import PATIENCE_SECONDS
from tests.planner import SECRET

PROMISED = 197_000_000
HOST = b"Host: 127.0.0.1\r\n"
WEBHOOK = (
    b"POST /webhook/telegram HTTP/1.1\r\n" + HOST + f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n".encode()
)
LETTERS = b"POST /dashboard/api/dead-letters/retry HTTP/1.1\r\n" + HOST
SESSION = b"POST /dashboard/api/session HTTP/1.1\r\n" + HOST
LOGIN = b"POST /dashboard/login HTTP/1.1\r\n" + HOST
JSON = b"Content-Type: application/json\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


class Narrow(NamedTuple):
    """An api with a dashboard that waits a second for a request."""

    port: int
    program: Program

    @property
    def memory_kb(self) -> int:
        """What it holds now."""
        lines = Path(f"/proc/{self.program.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))


@pytest.fixture(scope="module")
async def narrow(running_door: Door) -> AsyncIterator[Narrow]:
    from ops.stores import free_port

    port = free_port()
    program = running_door.site.add(
        "api.main", PORT=str(port), DASHBOARD_PASSWORD="a long secret", REQUEST_SECONDS="1"
    )
    await running_door.site.answering_at(port)
    yield Narrow(port, program)
    program.end()


async def until_closed(port: int, begun: bytes, drop: bytes = b"") -> bytes:
    """What the api says to a caller that sends `begun`, then `drop` again and again, until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = asyncio.create_task(reader.read())
    writer.write(begun)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not said.done():
                writer.write(drop)
                await asyncio.wait({said}, timeout=0.02)
        return said.result()
    except ConnectionResetError:
        return b""
    finally:
        said.cancel()
        writer.transport.abort()


SLOW = {
    "nothing": (b"", b"", b""),
    "empty lines": (b"\r\n", b"\r\n", b"HTTP/1.1 408"),
    "a first line": (b"GET /health HT", b"", b"HTTP/1.1 408"),
    "headers without end": (b"GET /health HTTP/1.1\r\n" + HOST, b"X-A: b\r\n", b"HTTP/1.1 408"),
    "a letter at a time": (b"GET /health HTTP/1.1\r\nX-A: ", b"a", b"HTTP/1.1 408"),
    "webhook without body": (WEBHOOK + JSON + b"Content-Length: 9\r\n\r\n", b"", b"HTTP/1.1 408"),
    "webhook in drops": (WEBHOOK + JSON + b"Content-Length: 900000\r\n\r\n", b" ", b"HTTP/1.1 408"),
    "webhook in chunks": (WEBHOOK + JSON + CHUNKED, b"1\r\n \r\n", b"HTTP/1.1 408"),
    "JSON in drops": (SESSION + JSON + b"Content-Length: 60000\r\n\r\n", b" ", b"HTTP/1.1 408"),
    "JSON in chunks": (LETTERS + JSON + CHUNKED, b"1\r\n \r\n", b"HTTP/1.1 408"),
    "a form in drops": (LOGIN + FORM + b"Content-Length: 60000\r\n\r\n", b"a", b"HTTP/1.1 408"),
    "trailers without end": (SESSION + JSON + CHUNKED + b"0\r\n", b"X-A: b\r\n", b"HTTP/1.1 408"),
    "a body that nobody reads": (
        b"GET /health HTTP/1.1\r\n" + HOST + b"Content-Length: 60000\r\n\r\n",
        b"a",
        b"HTTP/1.1 200",
    ),
    "a second request": (b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n", b"G", b"HTTP/1.1 200"),
}


@pytest.mark.parametrize(("begun", "drop", "answer"), SLOW.values(), ids=SLOW.keys())
async def test_a_slow_caller_is_hung_up_on(narrow: Narrow, begun: bytes, drop: bytes, answer: bytes) -> None:
    said = await until_closed(narrow.port, begun, drop)
    # Whoever is still writing when the connection is closed may get a reset before the answer is read.
    assert said[: len(answer) or 1] == answer or (drop and said == b"")


async def test_a_caller_that_is_slow_between_requests_may_be(narrow: Narrow) -> None:
    """The limit is for one request's parts: a connection that is kept open between two has uvicorn's own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", narrow.port)
    for _ in range(2):
        writer.write(b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n")
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(1.2)
    writer.close()


async def test_headers_have_a_size(narrow: Narrow) -> None:
    before = narrow.memory_kb
    said = await until_closed(
        narrow.port, b"GET /health HTTP/1.1\r\n", (b"X-A: " + b"b" * 60_000 + b"\r\n") * 20
    )
    assert said[:12] in (b"HTTP/1.1 431", b"")
    said = await until_closed(narrow.port, SESSION + JSON + CHUNKED + b"0\r\n", b"a:\r\n" * 200_000)
    assert said[:12] in (b"HTTP/1.1 408", b"HTTP/1.1 413", b"")
    assert narrow.memory_kb - before < 12_000


POSTS = [each for each in all_addresses() if each.method in ("POST", "DELETE", "PUT", "PATCH")]


@pytest.mark.parametrize("address", POSTS, ids=lambda each: f"{each.method} {each.path}")
async def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes(narrow: Narrow, address) -> None:
    path = address.path.replace("{action}", "pause")
    path = re.sub(r"\{[^}]*\}", "1", path)
    for kind in (JSON, FORM):
        head = f"{address.method} {path} HTTP/1.1\r\n".encode() + HOST + kind
        assert await status_of(narrow.port, head + f"Content-Length: {PROMISED}\r\n\r\n".encode()) == 413
        part = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
        # Addresses that have moved answer 308 without reading a body.
        assert 308 <= await status_of(narrow.port, head + CHUNKED + part * 5) < 500


async def test_an_endless_body_is_neither_kept_nor_read_for_long(narrow: Narrow) -> None:
    before = narrow.memory_kb
    part = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    for head in (SESSION + JSON, LETTERS + JSON, LOGIN + FORM, WEBHOOK + JSON):
        for begun in (head + CHUNKED, head + f"Content-Length: {PROMISED}\r\n\r\n".encode()):
            assert await _sent_until_cut(narrow.port, begun, part) < 32_000_000
    assert narrow.memory_kb - before < 12_000


async def _sent_until_cut(port: int, begun: bytes, part: bytes) -> int:
    """How many bytes the api let itself be sent of 197 MB."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = 0
    try:
        writer.write(begun)
        while sent < PROMISED:
            writer.write(part)
            async with asyncio.timeout(PATIENCE_SECONDS):
                await writer.drain()
            sent += len(part)
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()
    return sent


async def test_one_that_sends_all_it_promised_is_told_413(narrow: Narrow) -> None:
    body = b" " * 100_000
    for head in (SESSION + JSON, LOGIN + FORM):
        said = await until_closed(narrow.port, head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        assert said.startswith(b"HTTP/1.1 413")
    assert "Traceback" not in narrow.program.said
