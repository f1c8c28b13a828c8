"""Verifies a dump by restoring it into a scratch database and comparing every table with the snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.backup import BackupError
from ops.backup.postgres_programs import PostgresServer
from ops.backup.snapshot import table_fingerprints

SCRATCH = "planner_backup_check"


def verify_dump(server: PostgresServer, dump: Path, wanted: dict[str, str]) -> None:
    """Restore `dump` into a scratch database and compare it with `wanted` (fingerprints by table). Raises BackupError naming the table that differs."""
    with scratch_database(server, SCRATCH):
        load_dump(server, dump, SCRATCH)
        found = table_fingerprints(lambda statement: server.ask(statement, SCRATCH))
    different = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if different:
        raise BackupError(f"the restored dump differs in {', '.join(different[:3])}")
    if not wanted:
        raise BackupError("the database has no tables")


def load_dump(server: PostgresServer, dump: Path, database: str) -> None:
    """Restore `dump` into the empty `database`, stopping at the first error. Raises BackupError."""
    # Restoring the extension's comment needs a superuser, which a managed server does not give us.
    flags = ("--exit-on-error", "--no-comments", "--no-privileges")
    server.run("pg_restore", *flags, f"--dbname={database}", str(dump), database=database)
    server.ask("ANALYZE", database)


@contextmanager
def scratch_database(server: PostgresServer, name: str) -> Iterator[None]:
    """An empty database during the block; one left by a killed run is dropped first."""
    create_database(server, name)
    try:
        yield
    finally:
        server.ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', "postgres")


def create_database(server: PostgresServer, name: str) -> None:
    """Create an empty database `name` with the live one's owner, replacing any existing one."""
    asked = f"SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = '{server.name}'"  # noqa: S608 - our own name
    owner = server.ask(asked, "postgres")
    if not owner:
        raise BackupError(f"there is no database {server.name}, not even an empty one")
    server.ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', "postgres")
    server.ask(f'CREATE DATABASE "{name}" OWNER {owner[0]} TEMPLATE template0', "postgres")
    server.ask(f'REVOKE CONNECT, TEMPORARY ON DATABASE "{name}" FROM PUBLIC', "postgres")
