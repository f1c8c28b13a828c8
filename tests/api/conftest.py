"""One api process on stores of its own for the whole folder, and a client that sends any bytes at all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from models.queue import keys
from tests.chaos.programs import Program, Site, own_site
from tests.patience import PATIENCE_SECONDS
from tests.planner import SECRET

JSON = "application/json"


@dataclass
class Answer:
    """A response, taken apart."""

    status: int
    headers: dict[str, str]
    body: bytes


async def exchange(port: int, data: bytes) -> Answer:
    """Send bytes, read one response to its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        return await asyncio.wait_for(read_answer(reader), PATIENCE_SECONDS)
    finally:
        writer.close()


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """One response of known length."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split()[1]), headers, body)


@dataclass
class Door:
    """The api process and what stands behind it."""

    site: Site
    api: Program
    redis: "Redis"

    async def send(
        self,
        body: bytes,
        *,
        method: str = "POST",
        path: str = "/webhook/telegram",
        secret: str | None = SECRET,
        content_type: str | None = JSON,
        length: int | str | None = -1,
        extra: str = "",
        host: str = "127.0.0.1",
    ) -> Answer:
        """One request; `length` -1 tells the truth, None leaves the header out."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
        if secret is not None:
            lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
        if content_type is not None:
            lines.append(f"Content-Type: {content_type}")
        if length is not None:
            lines.append(f"Content-Length: {len(body) if length == -1 else length}")
        head = "\r\n".join(lines) + "\r\n" + extra + "\r\n"
        return await exchange(self.site.settings.port, head.encode("latin-1") + body)

    async def queued(self) -> list[bytes]:
        """Everything in Redis, but for the counts of refused requests, which the api writes there from time to time."""
        return sorted([key async for key in self.redis.scan_iter() if key != keys.OBSERVED.encode()])


@pytest.fixture(scope="session")
async def running_door() -> AsyncIterator[Door]:
    async with own_site(fast=True, memory_mb=32) as site:
        api = await site.api(ENVIRONMENT="production")
        redis = Redis.from_url(site.valkey.url, retry_on_error=[ConnectionError])
        yield Door(site, api, redis)
        await redis.aclose()


@pytest.fixture
async def door(running_door: Door) -> Door:
    await running_door.redis.flushall()
    return running_door
