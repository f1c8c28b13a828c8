"""Posts updates over keep-alive connections; `python -m ops.bench.load PORT COUNT` runs it as a process."""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ops.bench.measurements import percentile
from ops.bench.processes import ROOT, SECRET

CONNECTIONS = 40
CHATS = 500


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of one burst; `p50_ms` and `p99_ms` are times from request to response."""

    acknowledged: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        """Acknowledged updates per second."""
        return self.acknowledged / self.seconds


def post_updates(port: int, count: int, first: int) -> LoadResult:
    """Post `count` updates with ids from `first`, from another process. Raises RuntimeError when one is not answered 200."""
    command = [sys.executable, "-m", "ops.bench.load", str(port), str(count), "--first", str(first)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the load generator failed: {done.stderr.strip()[-500:]}")
    return LoadResult(**json.loads(done.stdout))


async def post_burst(port: int, count: int, first: int) -> LoadResult:
    """Post the updates from this process. Raises RuntimeError as `post_updates` does."""
    requests = iter([_request(update_id) for update_id in range(first, first + count)])
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_post_over_connection(port, requests, waits) for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - began
    return LoadResult(len(waits), seconds, percentile(waits, 50), percentile(waits, 99))


async def _post_over_connection(port: int, requests: Iterator[bytes], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not acknowledged: {head[:40]!r}")
        length = _body_length(head)
        if length:
            await reader.readexactly(length)
        waits.append((time.perf_counter() - began) * 1000)
    writer.close()
    await writer.wait_closed()


def _body_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def _request(update_id: int) -> bytes:
    body = json.dumps(build_update(update_id)).encode()
    head = (
        "POST /webhook/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def build_update(update_id: int) -> dict[str, object]:
    """A text message as Telegram sends it, in one of 500 chats."""
    chat_id = 10_000 + update_id % CHATS
    person = {"id": chat_id, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "en"}
    chat = {"id": chat_id, "first_name": "Anna", "username": "anna", "type": "private"}
    text = "Call the supplier about the boiler tomorrow at 10, about 30 minutes, for the bakery"
    said = {"message_id": update_id, "from": person, "chat": chat, "date": 1_795_000_000, "text": text}
    return {"update_id": update_id, "message": said}


def main() -> None:
    """Post, then print the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(asdict(asyncio.run(post_burst(asked.port, asked.count, asked.first)))))


if __name__ == "__main__":
    main()
