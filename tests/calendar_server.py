"""A server of calendar files on this machine, which tests and stories put in the place of Google's and Outlook's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class CalendarServer:
    """Its files by path, as (status, headers, body); what was asked of it, as (path, headers)."""

    port: int = 0
    files: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.name}{path}"

    def show(self, path: str, *events: str, etag: str = "", head: str = "") -> None:
        """Put a calendar at a path: the events' lines, each a text with line breaks."""
        self.files[path] = (200, {"etag": etag} if etag else {}, calendar_file(*events, head=head))

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and close. A body of None is never sent."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = head[0].split(" ")[1]
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:]) if name
        }
        self.asked.append((path, headers))
        status, given, body = self.files.get(path, (404, {}, b""))
        if given.get("etag") and headers.get("if-none-match") == given["etag"]:
            status, body = 304, b""
        if status == 0:
            await asyncio.sleep(3600)
        lines = [f"HTTP/1.1 {status} x", *(f"{k}: {v}" for k, v in given.items()), "connection: close"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        writer.close()


def calendar_file(*events: str, head: str = "") -> bytes:
    """A file of these events."""
    made = [
        f"BEGIN:VEVENT\nUID:event-{place}\n{event.strip()}\nEND:VEVENT" for place, event in enumerate(events)
    ]
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head.split("\n"), *made, "END:VCALENDAR", ""])
    return "\r\n".join(line.strip("\r") for line in text.split("\n") if line).encode() + b"\r\n"


@asynccontextmanager
async def serving_calendars() -> AsyncIterator[CalendarServer]:
    """The server, on a free port."""
    served = CalendarServer()
    server = await asyncio.start_server(served.handle, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
