"""Puts the rows of an archive into a database under their own numbers, in the caller's transaction."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import METADATA
from worker.core.i18n import gettext_noop
from worker.features.restore.read_archive import Archive, ArchiveError

# The numbers of a table go on above those of the archive, and may not be used up by one.
_HIGHEST_ID = 10**15
_TAKEN, _MISFITS = "23505", ("22", "23")

Progress = Callable[[int], Awaitable[None]]


async def load_archive(
    session: AsyncSession, archive: Archive, progress: Progress | None = None
) -> dict[str, int]:
    """Insert every row; how many by table. `progress` is told the rows so far.

    Raises ArchiveError; then the caller's transaction has failed, and must be given up.
    """
    loaded: dict[str, int] = {}
    workspaces: set[Any] = set()
    for table in METADATA.sorted_tables:
        for batch in archive.batches(table.name):
            workspaces |= {row.get("id" if table.name == "workspace" else "workspace_id") for row in batch}
            if len(workspaces) > 1:
                raise ArchiveError(gettext_noop("its rows are of several workspaces"))
            await _insert(session, table, batch)
            loaded[table.name] = loaded.get(table.name, 0) + len(batch)
            if progress is not None:
                await progress(sum(loaded.values()))
        if table.name in loaded and "id" in table.c:
            await _continue_numbers(session, table)
    return loaded


async def _insert(session: AsyncSession, table: Table, batch: list[dict[str, Any]]) -> None:
    """One batch; columns that no row of it has get their defaults."""
    if any(type(row.get("id")) is int and not 0 < row["id"] <= _HIGHEST_ID for row in batch):
        raise ArchiveError(gettext_noop("a number in {table} is too high"), table=table.name)
    names = _columns(table, {name for row in batch for name in row})
    listed = ", ".join(f'"{name}"' for name in names)
    statement = text(
        f'INSERT INTO "{table.name}" ({listed}) OVERRIDING SYSTEM VALUE'  # noqa: S608 - names of our own tables
        f' SELECT {listed} FROM jsonb_populate_recordset(CAST(NULL AS "{table.name}"), CAST(CAST(:rows AS text) AS jsonb))'
    )
    try:
        await session.execute(statement, {"rows": json.dumps(batch)})
    except DBAPIError as error:
        raise _refusal(error, table) from None


def _refusal(error: DBAPIError, table: Table) -> ArchiveError | DBAPIError:
    """Why rows were not taken; an error that is not the archive's own is returned as it is."""
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if state == _TAKEN:
        return ArchiveError(
            gettext_noop(
                "the planner already has some of these rows: read an archive into a new planner, or after /forget"
            )
        )
    if state.startswith(_MISFITS):
        return ArchiveError(gettext_noop("a row of {table} does not fit"), table=table.name)
    return error


def _columns(table: Table, given: Iterable[str]) -> list[str]:
    unknown = set(given) - set(table.c.keys())
    if unknown:
        raise ArchiveError(
            gettext_noop("this planner knows no {names}"), names=f"{table.name}.{min(unknown)[:40]}"
        )
    return [column.name for column in table.columns if column.name in given and column.computed is None]


async def _continue_numbers(session: AsyncSession, table: Table) -> None:
    """Numbers given out from now on are higher than those of the archive, and never lower than they were."""
    await session.execute(
        text(
            f'SELECT setval(sequence, greatest(nextval(sequence), (SELECT max(id) + 1 FROM "{table.name}")), false)'  # noqa: S608
            f" FROM (SELECT CAST(pg_get_serial_sequence('{table.name}', 'id') AS regclass) AS sequence) AS s"
        )
    )
