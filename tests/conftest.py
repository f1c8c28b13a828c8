"""Fixtures: real servers once a session, a fresh database and an empty queue for each story."""

from collections.abc import AsyncIterator, Iterator
from functools import cache

import httpx._transports.default
import hypothesis  # noqa: F401 - imported late, by its plugin, it broke CPython 3.11.7's parser
import pytest

from ops.stores import scratch_folder
from tests.chromium import left_out_line
from tests.planner import Planner, Stores

# Each client reads the list of a hundred and forty authorities anew, 40 ms of a processor, and a planner has five
# clients. All of them speak plain HTTP here, so that one reading serves them all.
httpx._transports.default.create_ssl_context = cache(httpx._transports.default.create_ssl_context)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line on what was not looked at, though nothing is broken."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if line := left_out_line(reasons):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def stores() -> Iterator[Stores]:
    """PostgreSQL with a migrated template database, and Valkey with the queue's settings."""
    with scratch_folder("tests", in_memory=True) as folder:
        started = Stores.started(folder, fast=True)
        yield started
        started.stop()


@pytest.fixture
async def planner(stores: Stores) -> AsyncIterator[Planner]:
    """The whole product in this process: api behind a socket, worker, Telegram's stand-in."""
    async with Planner.running(stores) as running:
        yield running
