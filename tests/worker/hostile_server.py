"""Hostile: a real server on loopback whose answer to every request is one of a few bad ones, bounded in bytes."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

# An endless answer ends here all the same, so that a client without a bound fails a test and not the machine.
MOST_SENT = 60 * 1024 * 1024
_GZIP = zlib.MAX_WBITS + 16  # as zlib asks for the format of gzip
PART = b" " * 65_536

Send = Callable[[bytes], Awaitable[None]]
Behaviour = Callable[[Send], Awaitable[None]]


@dataclass
class Hostile:
    """Where it is, what it was asked, how many bytes it got rid of."""

    url: str
    asked: list[bytes] = field(default_factory=list)
    sent: int = 0


@asynccontextmanager
async def hostile(*behaviours: Behaviour) -> AsyncIterator[Hostile]:
    """Serve until the block ends: the first request by the first behaviour, all after the last one by the last."""
    seen = Hostile("")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        seen.asked.append(head)
        length = re.search(rb"content-length: (\d+)", head.lower())
        await reader.readexactly(int(length[1]) if length else 0)

        async def send(part: bytes) -> None:
            writer.write(part)
            await writer.drain()
            seen.sent += len(part)

        with suppress(ConnectionError):
            await behaviours[min(len(seen.asked), len(behaviours)) - 1](send)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield seen


def status_line(status: int = 200, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", "content-type: application/json", "connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def body(content: bytes, *headers: str, status: int = 200) -> Behaviour:
    async def answered(send: Send) -> None:
        await send(status_line(status, f"content-length: {len(content)}", *headers) + content)

    return answered


def endless(status: int = 200) -> Behaviour:
    async def answered(send: Send) -> None:
        await send(status_line(status))
        for _ in range(MOST_SENT // len(PART)):
            await send(PART)

    return answered


async def dripping(send: Send) -> None:
    await send(status_line())
    while True:
        await send(b" ")
        await asyncio.sleep(0.05)


async def dripping_headers(send: Send) -> None:
    await send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await send(b"x-more: y\r\n")
        await asyncio.sleep(0.05)


async def gigantic_headers(send: Send) -> None:
    await send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(MOST_SENT // 65_600):
        await send(b"x-more: " + b"y" * 65_536 + b"\r\n")


async def bomb(send: Send) -> None:
    """60 MB of spaces in 60 KB."""
    await body(_packed_spaces(_GZIP), "content-encoding: gzip")(send)


@cache
def _packed_spaces(wbits: int) -> bytes:
    """Packed piece by piece: the tests that send them measure the memory of this process."""
    packer = zlib.compressobj(wbits=wbits)
    pieces = [packer.compress(b" " * 2**20) for _ in range(MOST_SENT // 2**20)]
    return b"".join([*pieces, packer.flush()])


async def bomb_by_charset(send: Send) -> None:
    """Python knows encodings that unpack: a client that believes the header's charset unpacks too."""

    async def replacing(part: bytes) -> None:
        await send(part.replace(b"application/json", b"application/json; charset=zlib"))

    await body(_packed_spaces(zlib.MAX_WBITS))(replacing)
