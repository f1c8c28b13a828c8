"""The database of this process: its connection pools and the transactions on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

# A generic plan cannot use an index that is limited to one state: with 50,000 tasks and 100,000 sent messages the
# scheduler's queries took 14 ms instead of 0.3. Planning each statement costs less.
_PLANS = {"plan_cache_mode": "force_custom_plan"}


# The longest wait for a connection. Callers of `transaction` and `look` wait for a semaphore first, so this limit
# affects only code that uses the engine directly.
POOL_WAIT_SECONDS = 5.0


class Database:
    """A pool of at most `size` connections to one PostgreSQL.

    Further callers wait in the order they came, however many they are: being busy is not an error. A statement takes
    at most 10 s, so that the wait ends; a caller that must not wait long sets its own limit.
    """

    def __init__(self, url: str, *, size: int = 5) -> None:
        self._turns = asyncio.Semaphore(size)
        self._look_turns = asyncio.Semaphore(1)
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            # Errors go into logs and dead letters; parameters are people's texts.
            hide_parameters=True,
            # A server that does not answer must not hold a job past its lease (15 s).
            connect_args={"timeout": 5, "command_timeout": 10, "server_settings": _PLANS},
        )
        # One connection for `look`, opened on first use.
        self._looks: AsyncEngine = create_async_engine(
            url,
            pool_size=1,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={"timeout": 5, "command_timeout": 10, "server_settings": _PLANS},
        )
        # The same connections without BEGIN and COMMIT around a statement.
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        for engine in (self.engine, self._looks):
            event.listen(engine.sync_engine, "checkout", _refuse_closed)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back by an exception.

        Never held across a call to OpenAI or Telegram (invariant I7).
        """
        async with self._turns, AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[AsyncSession]:
        """A session for exactly one statement, which is a transaction of its own: one round trip instead of three."""
        async with self._turns, AsyncSession(self._single, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def read_session(self) -> AsyncIterator[AsyncSession]:
        """A session in autocommit mode for independent reads; it must not write.

        A read in a transaction takes three round trips (begin, read, commit), here one: the scheduler's queries
        were most of an idle worker's CPU time.
        """
        async with self._look_turns, AsyncSession(self._looks, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        await self._looks.dispose()


def _refuse_closed(connection: DBAPIConnection, *_: object) -> None:
    """Replace connections that asyncpg knows are closed, as after a restart of the server.

    SQLAlchemy's own ping takes three round trips before each transaction, which was half the cost of sending a digest.
    Where the end of a connection went unnoticed (a silent network), the statement fails as an outage.
    """
    driver = connection.driver_connection
    if driver is None or driver.is_closed():
        raise InvalidatePoolError


async def scalar(session: AsyncSession, statement: Any) -> Any:
    """The first column of the first row of a Core statement, or None."""
    return (await session.execute(statement)).scalar()
