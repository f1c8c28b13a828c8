"""Brings a database to a revision, one process at a time."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

# Any number that nothing else in the database uses: two migrating processes must not meet.
_LOCK = 7_301_984_553


class NewerSchemaError(Exception):
    """The database belongs to a newer version of this code, which alone can migrate it."""


def migrate(database_url: str, revision: str = "head") -> None:
    """Upgrade the database to `revision`. Two at once wait for each other; nothing to do is quick.

    `database_url` is the settings' form (postgresql+asyncpg://). Raises NewerSchemaError, and what the driver raises when
    the database is unreachable.
    """
    asyncio.run(_locked(database_url, lambda connection: _upgrade(connection, revision)))


def downgrade(database_url: str, revision: str = "base") -> None:
    """Take the database back to `revision`."""
    asyncio.run(_locked(database_url, lambda connection: command.downgrade(_config(connection), revision)))


def head() -> str:
    """The newest revision in the code."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def revisions() -> list[str]:
    """All revisions in the code, the oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config(None)).walk_revisions()][::-1]


def is_newer(revision: str | None) -> bool:
    """Whether a database's revision is one of a newer version of this code; ours are numbered."""
    return revision is not None and revision.isdigit() and revision > head() and revision not in revisions()


def current(connection: Connection) -> str | None:
    """The revision a database is at, None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, revision: str) -> None:
    there = current(connection)
    if is_newer(there):
        raise NewerSchemaError(
            f"The schema is at {there}, newer than this code, which knows {head()}: run the newer version of the code."
        )
    command.upgrade(_config(connection), revision)


async def _locked(database_url: str, work: Callable[[Connection], Any]) -> None:
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            await connection.commit()
            try:
                await connection.run_sync(work)
                await connection.commit()
            finally:
                await connection.rollback()
                await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
                await connection.commit()
    finally:
        await engine.dispose()


def _config(connection: Connection | None) -> Config:
    config = Config(toml_file=str(Path(__file__).parents[1] / "pyproject.toml"))
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
