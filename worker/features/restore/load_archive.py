"""Puts the rows of an archive into a database under their own numbers, all of them or none."""

import json
from collections.abc import Iterable
from typing import Any

import asyncpg
from sqlalchemy import Table

from models.tables.all_tables import METADATA
from ops.archive.read_archive import Archive, ArchiveError

_SECONDS = 120.0


async def load_archive(database_url: str, archive: Archive) -> dict[str, int]:
    """Insert every row in one transaction; how many by table. Raises ArchiveError; then nothing has changed."""
    connection = await asyncpg.connect(
        database_url.replace("postgresql+asyncpg://", "postgresql://"), command_timeout=_SECONDS
    )
    try:
        async with connection.transaction():
            return await _load(connection, archive)
    except asyncpg.UniqueViolationError:
        raise ArchiveError(
            "the planner already has some of these rows: read an archive into a new planner, or after /forget"
        ) from None
    except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError) as error:
        table = getattr(error, "table_name", None) or "a table"
        raise ArchiveError(f"a row of {table} does not fit ({type(error).__name__})") from None
    finally:
        await connection.close()


async def _load(connection: Any, archive: Archive) -> dict[str, int]:
    loaded: dict[str, int] = {}
    workspaces: set[Any] = set()
    for table in METADATA.sorted_tables:
        for batch in archive.batches(table.name):
            workspaces |= {row.get("id" if table.name == "workspace" else "workspace_id") for row in batch}
            if len(workspaces) > 1:
                raise ArchiveError("its rows are of several workspaces")
            await _insert(connection, table, batch)
            loaded[table.name] = loaded.get(table.name, 0) + len(batch)
        if table.name in loaded and "id" in table.c:
            await _continue_numbers(connection, table)
    return loaded


async def _insert(connection: Any, table: Table, batch: list[dict[str, Any]]) -> None:
    """One batch; columns that no row of it has get their defaults."""
    names = _columns(table, {name for row in batch for name in row})
    listed = ", ".join(f'"{name}"' for name in names)
    await connection.execute(
        f'INSERT INTO "{table.name}" ({listed}) OVERRIDING SYSTEM VALUE'  # noqa: S608 - names of our own tables
        f' SELECT {listed} FROM jsonb_populate_recordset(NULL::"{table.name}", $1::text::jsonb)',
        json.dumps(batch),
    )


def _columns(table: Table, given: Iterable[str]) -> list[str]:
    unknown = set(given) - set(table.c.keys())
    if unknown:
        raise ArchiveError(f"this planner knows no {table.name}.{min(unknown)[:40]}")
    return [column.name for column in table.columns if column.name in given and column.computed is None]


async def _continue_numbers(connection: Any, table: Table) -> None:
    """Numbers given out from now on are higher than those of the archive, and never lower than they were."""
    await connection.execute(
        f'SELECT setval(sequence, greatest(nextval(sequence), (SELECT max(id) + 1 FROM "{table.name}")), false)'  # noqa: S608
        f" FROM (SELECT pg_get_serial_sequence('{table.name}', 'id')::regclass AS sequence) AS s"
    )
