"""Database: the engine of this process and the short transactions everything is done in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

# A plan made once for any parameter cannot use an index that holds one state only: on 50,000 tasks and 100,000 sent
# messages the clock's looks took 14 ms instead of 0.3. Planning anew costs less.
_PLANS = {"plan_cache_mode": "force_custom_plan"}


# Longest wait for a connection that somebody else holds. Callers take turns before they ask the pool, so that this
# is met by none of them: it bounds only what reaches past `transaction` and `look`.
POOL_WAIT_SECONDS = 5.0


class Database:
    """A pool of connections to one PostgreSQL. `size` bounds it.

    Callers beyond `size` wait for their turn in the order they came, however many they are: being busy is no error.
    A statement ends within 10 s, so that the queue moves; how long a caller may wait is its own limit to set.
    """

    def __init__(self, url: str, *, size: int = 5) -> None:
        self._turns = asyncio.Semaphore(size)
        self._look_turns = asyncio.Semaphore(1)
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            # An error's text goes into logs and dead letters; its parameters are people's words.
            hide_parameters=True,
            # A server that does not answer must not hold a job past its lease (15 s).
            connect_args={"timeout": 5, "command_timeout": 10, "server_settings": _PLANS},
        )
        # One connection for looks, none before the first.
        self._looks: AsyncEngine = create_async_engine(
            url,
            pool_size=1,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={"timeout": 5, "command_timeout": 10, "server_settings": _PLANS},
        )
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
    async def look(self) -> AsyncIterator[AsyncSession]:
        """A session for single reads that see each its own moment: nothing is held, nothing is to be written.

        A read in a transaction is three round trips (begin, read, commit), here it is one: the clock's looks
        were most of an idle worker's CPU.
        """
        async with self._look_turns, AsyncSession(self._looks, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Give back all connections."""
        await self.engine.dispose()
        await self._looks.dispose()


def _refuse_closed(connection: DBAPIConnection, *_: object) -> None:
    """A server that went away has closed its connections, and asyncpg has seen it: new ones take their place.

    SQLAlchemy's own ping asks the server, in a transaction: three round trips before each of ours, which were half of
    what sending a digest cost. Where no end was seen (a network gone silent), the statement fails as an outage.
    """
    driver = connection.driver_connection
    if driver is None or driver.is_closed():
        raise InvalidatePoolError


async def scalar(session: AsyncSession, statement: Any) -> Any:
    """The first column of the first row of a Core statement, or None."""
    return (await session.execute(statement)).scalar()
