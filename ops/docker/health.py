"""The containers' health check; it runs four times a minute and therefore uses only the standard library."""

import http.client
import os
import socket
import ssl
import sys
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult, quote, unquote, urlsplit

from models.queue.keys import WORKERS
from models.queue.sentinel import sentinels_of
from models.runtime.clock import wall_ms

SECONDS = 3.0
# A worker has a heartbeat every five seconds, so three were missed.
SILENT_MS = 15_000


def api_is_alive(port: int) -> bool:
    """Whether the api in this container answers. Raises OSError when nothing listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    finally:
        connection.close()


def worker_is_alive(redis_url: str, host: str) -> bool:
    """Whether a worker on `host` had a heartbeat in the last 15 s. Raises OSError when Redis is not there."""
    address = urlsplit(_resolve_sentinels(redis_url))
    with _connect(address) as connection:
        lines = connection.makefile("rb")
        connection.sendall(b"".join(_encode_command(*words) for words in _send_commands(address)))
        # One reply per command; the last one is the list.
        answers = [_read_reply(lines) for _ in _send_commands(address)]
    found = answers[-1]
    return isinstance(found, list) and any(name.startswith(f"{host}-".encode()) for name in found)


def _resolve_sentinels(redis_url: str) -> str:
    """The URL of the Redis master if `redis_url` names sentinels. Raises OSError when none of them knows it."""
    sentinels = sentinels_of(redis_url)
    if sentinels is None:
        return redis_url
    for host, port in sentinels.hosts:
        try:
            with socket.create_connection((host, port), timeout=SECONDS) as asked:
                asked.sendall(_encode_command("SENTINEL", "get-master-addr-by-name", sentinels.name))
                answer = _read_reply(asked.makefile("rb"))
        except OSError:
            continue
        if isinstance(answer, list) and len(answer) == 2:
            place = ":".join(word.decode() for word in answer)
            sign_in = (
                f"{quote(sentinels.user or '')}:{quote(sentinels.password)}@" if sentinels.password else ""
            )
            return f"{'rediss' if sentinels.tls else 'redis'}://{sign_in}{place}/{sentinels.database}"
    raise ConnectionRefusedError("no sentinel knows the master")


def _send_commands(address: SplitResult) -> list[tuple[str, ...]]:
    password = (unquote(address.password),) if address.password else ()
    user = (unquote(address.username),) if address.username else ()
    sign_in = [("AUTH", *user, *password)] if password else []
    database = address.path.strip("/") or "0"
    return [*sign_in, ("SELECT", database), ("ZRANGEBYSCORE", WORKERS, str(wall_ms() - SILENT_MS), "+inf")]


def _connect(address: SplitResult) -> socket.socket:
    plain = socket.create_connection((address.hostname or "127.0.0.1", address.port or 6379), timeout=SECONDS)
    if address.scheme != "rediss":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=address.hostname)


def _encode_command(*words: str) -> bytes:
    parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    return f"*{len(words)}\r\n{''.join(parts)}".encode()


def _read_reply(lines: BinaryIO) -> bytes | list[bytes]:
    """Read one reply of the types that these commands have. Raises OSError when it is an error."""
    head = lines.readline()
    kind, rest = head[:1], head[1:].strip()
    if kind == b"*":
        return [_read_line(lines) for _ in range(int(rest))]
    if kind != b"+":
        raise ConnectionRefusedError(rest.decode(errors="replace") or "hung up")
    return bytes(rest)


def _read_line(lines: BinaryIO) -> bytes:
    length = int(lines.readline()[1:])
    return bytes(lines.read(length + 2)[:length])


def _setting(name: str, default: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name) or default


def process_of_container(command_line: Path = Path("/proc/1/cmdline")) -> str:
    """Which planner command this container runs: "api", "worker", or "" for any other, which ends when it fails."""
    words = command_line.read_bytes().decode(errors="replace").split("\0")
    return next((word for word in words if word in {"api", "worker"}), "")


def main(process: str) -> int:
    """0 when `process` (api or worker) of this container is healthy, else 1, with the reason on standard output.

    Without a process there is nothing to ask: the container is as healthy as it is running.
    """
    if not process:
        return 0
    try:
        if process == "api":
            well = api_is_alive(int(_setting("PORT", "8000")))
        else:
            well = worker_is_alive(_setting("REDIS_URL", "redis://127.0.0.1:6379/0"), socket.gethostname())
    except OSError as error:
        # The error's text may contain a URL with a password, so only its type is printed.
        sys.stdout.write(f"{process}: {type(error).__name__}\n")
        return 1
    sys.stdout.write(f"{process}: {'ok' if well else 'silent'}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else process_of_container()))
