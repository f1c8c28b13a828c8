"""Parts: what a planner on one machine consists of, each with its way to start and its sign of readiness."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from ops.cli.supervisor import KEEPS, SERVES, WORKS, Part
from ops.stores import Postgres, Valkey
from ops.stores.process import Server

CODE = Path(__file__).resolve().parents[2]


def store(server: Postgres | Valkey) -> Part:
    """An embedded store; its `start` waits until it answers."""
    return Part(server.server.name, server.server, server.start, lambda: True, stage=KEEPS)


def api(env: Mapping[str, str], log: Path | None, address: str) -> Part:
    """The api, ready when its health check answers at `address`."""
    return _planner("api", env, log, lambda: _answers(f"{address}/health"))


def worker(env: Mapping[str, str], log: Path | None, address: str, grace: float) -> Part:
    """A worker, ready when the api at `address` sees its heartbeat; `grace` seconds to finish its jobs."""
    part = _planner("worker", env, log, lambda: _workers(address) > 0)
    part.grace = grace + 5
    return part


def sandbox(env: Mapping[str, str], log: Path, address: str) -> Part:
    """The Telegram stand-in, ready when it answers at `address`."""
    return _planner("sandbox", env, log, lambda: _answers(f"{address}/control/state"), stage=SERVES)


def command(name: str) -> list[str]:
    """The command line of `planner <name>` with the Python that runs us."""
    return [sys.executable, "-m", "ops.cli", name]


def environment(values: Mapping[str, str]) -> dict[str, str]:
    """`values`, and what makes our code importable whatever the current folder is."""
    paths = [str(CODE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**values, "PYTHONPATH": os.pathsep.join(paths)}


def _planner(
    name: str, env: Mapping[str, str], log: Path | None, ready: Callable[[], bool], stage: int = WORKS
) -> Part:
    server = Server(name, log)
    child_env = environment(env)
    return Part(
        name, server, lambda: server.launch(command(name), cwd=Path.cwd(), env=child_env), ready, stage=stage
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
