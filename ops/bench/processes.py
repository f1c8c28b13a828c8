"""Starts the product's programs and the baselines as processes and reads their CPU time and memory."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from ops.stores.process import ServerProcess, StoreError

ROOT = Path(__file__).parents[2]
SECRET = "bench-secret"
TOKEN = "123456:bench-token-that-opens-nothing"
# The only variables passed on, so that the caller's environment does not change the measurement.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_START_SECONDS = 30


class Program(ServerProcess):
    """One running `python -m ...`, its output in a file below `folder`."""

    @property
    def cpu_seconds(self) -> float:
        """Processor time used since its start, user and system, of all its threads (resolution 10 ms)."""
        return cpu_seconds(self.pid)

    @property
    def rss_mb(self) -> float:
        """Resident memory in MiB."""
        return rss_mb(self.pid)


@contextmanager
def running_program(
    folder: Path, command: list[str], *, port: int | None = None, **env: str
) -> Iterator[Program]:
    """Run `python -m <command>`; it must listen on `port`, if given. Raises StoreError when it does not start or ends early."""
    program = Program(command[0], folder / f"{'-'.join(command).replace('/', '')[:60]}.log")
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    program.launch([sys.executable, "-m", *command], cwd=ROOT, env=kept | env)
    try:
        if port is not None:
            program.wait_until(lambda: is_listening(port), _START_SECONDS)
        yield program
        if not program.running:
            raise StoreError(f"{program.name} ended by itself: {program.last_log_lines()}")
    finally:
        program.end(10)


def telegram_stand_in(folder: Path, port: int) -> AbstractContextManager[Program]:
    """Run Telegram's stand-in as a process."""
    command = ["ops.cli", "sandbox"]
    return running_program(folder, command, port=port, PORT=str(port), TELEGRAM_BOT_TOKEN=TOKEN)


def api_environment(redis_url: str, port: int, **env: str) -> dict[str, str]:
    """The environment with which the api serves only the webhook, with its production logging."""
    return {
        "REDIS_URL": redis_url,
        "PORT": str(port),
        "TELEGRAM_SECRET_TOKEN": SECRET,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "ENVIRONMENT": "production",
        **env,
    }


def is_listening(port: int) -> bool:
    """Whether something takes connections on a port of 127.0.0.1."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def cpu_seconds(pid: int | None) -> float:
    """Processor time of a process since its start, from /proc/PID/stat (fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def family_cpu_seconds(pid: int | None) -> float:
    """Processor time of a process and of its children that still run, such as PostgreSQL's connections."""
    children = [pid]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == pid:
                children.append(int(entry.parent.name))
    total = 0.0
    for child in children:
        with suppress(OSError):
            total += cpu_seconds(child)
    return total


def rss_mb(pid: int | None) -> float:
    """Resident memory of a process in MiB, from /proc/PID/statm."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1_048_576
