"""Connections: none that the server closed is handed out, and none is asked whether it lives."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import asyncpg
import pytest
from sqlalchemy import TextClause, text
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from tests.patience import PATIENCE_SECONDS
from tests.stores import Stores, settings_for

_OURS = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"


async def test_after_a_restart_of_the_server_the_next_transactions_succeed(stores: Stores) -> None:
    name, url = stores.new_database()
    database = Database(settings_for(database_url=url).database_url, size=2)
    raw = await _each(database)
    outside = await asyncpg.connect(url)
    for row in await outside.fetch(_OURS, name):
        await outside.execute("SELECT pg_terminate_backend($1)", row["pid"])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await outside.fetch(_OURS, name):
            await asyncio.sleep(0.01)
        # The server has hung up; until we have heard it, a connection may still say that its goodbye is in progress.
        while not all(connection.is_closed() for connection in raw):
            await asyncio.sleep(0.01)
    await _each(database)
    assert len(await outside.fetch(_OURS, name)) == 3
    await outside.close()
    await database.close()


async def test_a_transaction_asks_nothing_but_its_own_questions(stores: Stores) -> None:
    database = Database(settings_for(database_url=stores.new_database()[1]).database_url, size=1)
    async with database.transaction() as session:
        raw = (await (await session.connection()).get_raw_connection()).driver_connection
    assert raw is not None
    said: list[str] = []
    raw.add_query_logger(lambda record: said.append(record.query))
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
    await database.close()
    # The driver tells of all but prepared statements, of which there is the one.
    assert said == ["BEGIN;", "COMMIT;"]
    said.clear()
    async with database.statement() as session:
        await session.execute(text("SELECT 1"))
    assert said == []


async def test_a_statement_is_kept_by_itself_and_the_next_transaction_is_one_again(stores: Stores) -> None:
    database = Database(settings_for(database_url=stores.new_database()[1]).database_url, size=1)
    write = text("INSERT INTO workspace (name, last_task_number, created_at) VALUES (:name, 0, now())")
    async with database.statement() as session:
        await session.execute(write, {"name": "kept"})
    with pytest.raises(ZeroDivisionError):
        await _broken_off(database, write)
    async with database.statement() as session:
        with pytest.raises(IntegrityError):
            await session.execute(write, {"name": None})
    async with database.statement() as session:
        names = (await session.execute(text("SELECT name FROM workspace"))).scalars().all()
    await database.close()
    assert names == ["kept"]


@pytest.mark.parametrize("way", ["transaction", "statement", "read_session"])
async def test_a_hundred_callers_of_one_connection_wait_their_turn_and_none_fails(
    stores: Stores, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a second of work for a pool that lets nobody wait longer than a tenth.
    monkeypatch.setattr("models.runtime.database.POOL_WAIT_SECONDS", 0.1)
    database = Database(settings_for(database_url=stores.new_database()[1]).database_url, size=1)
    served: list[int] = []

    async def one(number: int) -> None:
        async with getattr(database, way)() as session:
            await session.execute(text("SELECT pg_sleep(0.005)"))
            served.append(number)

    await asyncio.gather(*(one(number) for number in range(100)))
    await database.close()
    assert served == list(range(100))


async def _broken_off(database: Database, write: TextClause) -> None:
    async with database.transaction() as session:
        await session.execute(write, {"name": "rolled back"})
        raise ZeroDivisionError


async def _each(database: Database) -> list[asyncpg.Connection]:
    """Two transactions and a read session side by side, so that every connection is used; the driver's connections."""
    inside = asyncio.Barrier(3)

    async def one(way: Callable[[], AbstractAsyncContextManager[AsyncSession]]) -> asyncpg.Connection:
        async with way() as session:
            await session.execute(text("SELECT 1"))
            await inside.wait()
            return (await (await session.connection()).get_raw_connection()).driver_connection

    return await asyncio.gather(
        one(database.transaction), one(database.transaction), one(database.read_session)
    )
