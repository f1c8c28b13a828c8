"""Fixtures: real servers once a session, a fresh database and an empty queue for each story."""

import gc
from collections.abc import AsyncIterator, Iterator
from functools import cache, partial

import httpx._transports.default
import hypothesis  # imported late, by its plugin, it broke CPython 3.11.7's parser
import pytest
import structlog
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.util import LRUCache

import models.runtime.database
from models.runtime import clock
from ops.stores import scratch_folder
from tests.chromium import left_out_line
from tests.planner import Planner, Stores

# What an example takes says how busy the machine is: no test is timed.
hypothesis.settings.register_profile("planner", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("planner")

# As the product writes them: an error with the variables of all its frames takes a second of the loop to write.
for processor in structlog.get_config()["processors"]:
    if isinstance(processor, structlog.dev.ConsoleRenderer):
        processor.exception_formatter = structlog.dev.plain_traceback

# Each client reads the list of a hundred and forty authorities anew, 40 ms of a processor, and a planner has five
# clients. All of them speak plain HTTP here, so that one reading serves them all.
httpx._transports.default.create_ssl_context = cache(httpx._transports.default.create_ssl_context)

# Compiled statements are kept by engine and dialect, and each story has six engines of the same server with the same
# settings: all of them share what any has compiled.
PGDialect_asyncpg.__eq__ = lambda self, other: type(self) is type(other)
PGDialect_asyncpg.__hash__ = lambda self: hash(type(self))
models.runtime.database.create_async_engine = partial(
    models.runtime.database.create_async_engine, execution_options={"compiled_cache": LRUCache(2_000)}
)


# Each of these keeps one process busy, or waiting for seconds that are a part of a promise, for half a minute or more.
LONGEST = (
    "test_stores_away.py",
    "test_access_matrix.py",
    "test_i05_quick_recovery.py",
    "test_i06_answers_are_an_outbox.py",
    "test_arq_worker.py",
    "test_job_actions.py",
    "test_linear_reading.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first, in this order, so that none of them is left alone at the end."""
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


def pytest_collection_finish() -> None:
    """All that was imported stays: the collector need not walk it again and again, as in the worker's process."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line on what was not looked at, though nothing is broken."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if line := left_out_line(reasons):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def clock_of_the_machine() -> Iterator[None]:
    """A test that moved the planner's clock leaves none of it to the next one."""
    yield
    clock.shift_clock(clock.dt.timedelta())


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
