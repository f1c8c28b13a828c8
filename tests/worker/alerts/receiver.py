"""A receiver of alerts: a small real HTTP server that keeps what it was sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def listener(statuses: list[int]) -> AsyncIterator[tuple[str, list[dict]]]:
    """A receiver of alerts that answers with these statuses in turn, 200 after; what it was sent."""
    received: list[dict] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        received.append(json.loads(await reader.readexactly(length)))
        status = statuses.pop(0) if statuses else 200
        writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", received
    server.close()
