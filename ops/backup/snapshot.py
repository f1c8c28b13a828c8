"""Holds a snapshot of the database open while it is dumped, and computes a fingerprint of every table."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from ops.backup import BackupError
from ops.backup.postgres_programs import PostgresServer

Ask = Callable[[str], list[str]]

# A sum does not depend on the order of rows: tables with the same sum and count have the same rows.
_PRINT = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} AS t"
_TABLES = """
SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
_END = "--end of answer--"


@dataclass(frozen=True)
class DatabaseSnapshot:
    """A snapshot's name for `pg_dump --snapshot`, and a function that queries it."""

    name: str
    ask: Ask


@contextmanager
def open_snapshot(server: PostgresServer) -> Iterator[DatabaseSnapshot]:
    """Hold a snapshot of the database during the block. Raises BackupError."""
    command = [server.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1"]
    with subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
        command,
        env=server.env_of(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as psql:
        ask = _asker(psql)
        try:
            # The dump may take longer than the server lets a transaction idle.
            ask("SET idle_in_transaction_session_timeout = 0")
            ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield DatabaseSnapshot(ask("SELECT pg_export_snapshot()")[0], ask)
        finally:
            psql.kill()


def table_fingerprints(ask: Ask) -> dict[str, str]:
    """The number of rows and a sum over their contents, by table."""
    return {table: ask(_PRINT.format(table=table))[0] for table in ask(_TABLES)}


def _asker(psql: "subprocess.Popen[str]") -> Ask:
    writes, reads = psql.stdin, psql.stdout
    assert writes is not None
    assert reads is not None

    def ask(statement: str) -> list[str]:
        try:
            writes.write(f"{' '.join(statement.split())};\n\\echo {_END}\n")
            writes.flush()
        except BrokenPipeError:
            raise BackupError("the database hung up") from None
        return list(_answer(reads))

    return ask


def _answer(reads: IO[str]) -> Iterator[str]:
    while (line := reads.readline()) != f"{_END}\n":
        if not line:
            raise BackupError("the database does not answer, or hung up")
        yield line.rstrip("\n")
