"""Processes: the programs of a measurement, started from the environment, and what they cost by /proc."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ops.stores import Postgres, Valkey, free_port
from ops.stores.process import Server

ROOT = Path(__file__).parents[2]
SECRET = "bench-secret"
TOKEN = "123456:a-token-that-opens-nothing-here"
_TICKS = os.sysconf("SC_CLK_TCK")


class Program(Server):
    """One `python -m <module>`; `port` is where it listens, if it does."""

    def __init__(self, module: str, folder: Path, env: dict[str, str]) -> None:
        self.port = free_port()
        super().__init__(module, folder / f"{module}-{self.port}.log")
        self._env = dict(os.environ) | env | {"PORT": str(self.port)}

    def start(self) -> None:
        """Start it."""
        self.launch([sys.executable, "-m", self.name], cwd=ROOT, env=self._env)

    async def listening(self, seconds: float = 30) -> None:
        """Wait for its socket. Raises StoreError when it ends or does not come."""
        await asyncio.to_thread(self.wait_until, self._accepts, seconds)

    def _accepts(self) -> bool:
        import socket

        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def cpu_seconds(self) -> float:
        """User and system time it has used."""
        return cpu_of(self.pid)

    @property
    def memory_mb(self) -> float:
        """Resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def cpu_of(pid: int | None) -> float:
    """User and system seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def running(*programs: Program) -> Iterator[None]:
    """Start programs, end them."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        for program in programs:
            program.end(10)


def environment(valkey: Valkey, postgres: Postgres | None = None, **more: str) -> dict[str, str]:
    """What our processes read, with nothing of the surroundings."""
    url = postgres.ensure_database("bench") if postgres else "postgresql://x@127.0.0.1:1/x"
    return {
        "REDIS_URL": valkey.url,
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_SECRET_TOKEN": SECRET,
        "TELEGRAM_API_BASE_URL": "http://127.0.0.1:1/bot",
        "OWNER_TELEGRAM_ID": "1001",
        "WEBHOOK_URL": "http://127.0.0.1",
        "ENVIRONMENT": "production",
        "OPENAI_API_KEY": "",
        **more,
    }


async def load(port: int, count: int, connections: int, first_id: int) -> dict[str, Any]:
    """One run of the load generator."""
    arguments = [str(number) for number in (port, count, connections, first_id)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ops.bench.load", *arguments, SECRET, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    found: dict[str, Any] = json.loads(out)
    return found
