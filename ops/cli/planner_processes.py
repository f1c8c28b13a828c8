"""The processes of a planner on one machine: how each starts, and how it is known to be ready."""

import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from models.runtime.inherited_socket import VARIABLE
from ops.cli.supervisor import KEEPS, SERVES, WORKS, ManagedProcess
from ops.stores import Postgres, Valkey
from ops.stores.process import ServerProcess

CODE = Path(__file__).resolve().parents[2]


def store_process(server: Postgres | Valkey) -> ManagedProcess:
    """An embedded store; its `start` waits until it responds."""
    return ManagedProcess(server.server.name, server.server, server.start, lambda: True, stage=KEEPS)


def api_process(
    env: Mapping[str, str], log: Path | None, address: str, listening: socket.socket
) -> ManagedProcess:
    """The api on a socket of ours, ready when its health check responds at `address`."""
    return _planner("api", env, log, lambda: _answers(f"{address}/health"), listening=listening)


def worker_process(env: Mapping[str, str], log: Path | None, address: str, grace: float) -> ManagedProcess:
    """A worker, ready when the api at `address` sees its heartbeat; it has `grace` seconds to finish its jobs."""
    part = _planner("worker", env, log, lambda: _workers(address) > 0)
    part.grace = grace + 5
    return part


def sandbox_process(
    env: Mapping[str, str], log: Path, address: str, listening: socket.socket | None = None
) -> ManagedProcess:
    """The Telegram stand-in, on a socket of ours or its own, ready when it responds at `address`."""
    return _planner(
        "sandbox", env, log, lambda: _answers(f"{address}/control/state"), stage=SERVES, listening=listening
    )


def planner_command(name: str) -> list[str]:
    """The command line of `planner <name>` with this Python."""
    return [sys.executable, "-m", "ops.cli", name]


def process_environment(values: Mapping[str, str]) -> dict[str, str]:
    """`values`, and a PYTHONPATH that makes our code importable from any folder."""
    paths = [str(CODE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**values, "PYTHONPATH": os.pathsep.join(paths)}


def _planner(
    name: str,
    env: Mapping[str, str],
    log: Path | None,
    ready: Callable[[], bool],
    *,
    stage: int = WORKS,
    listening: socket.socket | None = None,
) -> ManagedProcess:
    """A process of ours. It serves on `listening`, which stays open here: a restart finds its port again."""
    server = ServerProcess(name, log)
    files = (listening.fileno(),) if listening else ()
    child_env = process_environment(env) | ({VARIABLE: str(files[0])} if files else {})
    return ManagedProcess(
        name,
        server,
        lambda: server.launch(planner_command(name), cwd=Path.cwd(), env=child_env, files=files),
        ready,
        stage=stage,
    )


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False


def _workers(address: str) -> int:
    try:
        found = httpx.get(f"{address}/health/ready", timeout=2, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return 0
    return int(found.get("workers", 0)) if isinstance(found, dict) else 0
