"""Databases: a migrated database of its own for a test without a planner."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.runtime.database import Database
from tests.stores import Stores, settings_for


@asynccontextmanager
async def a_database(stores: Stores, *, size: int) -> AsyncIterator[Database]:
    """An empty database behind a pool of `size` connections, gone at the end."""
    name, url = stores.new_database()
    database = Database(settings_for(database_url=url).database_url, size=size)
    try:
        yield database
    finally:
        await database.close()
        stores.postgres.drop_database(name)
