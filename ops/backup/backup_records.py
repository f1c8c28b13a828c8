"""Records: what became of each backup, in the database, where the worker's alerts and the metrics look for it."""

import datetime as dt

from ops.backup.postgres_programs import PostgresServer


def record_start(server: PostgresServer, now: dt.datetime) -> int:
    """A new row, running; its number."""
    statement = (
        f"INSERT INTO backup_run (started_at, state) VALUES ('{now.isoformat()}', 'running') RETURNING id"  # noqa: S608 - an instant of ours
    )
    return int(server.ask(statement)[0])


def record_success(
    server: PostgresServer, row: int, now: dt.datetime, *, name: str, size: int, uploaded: bool
) -> None:
    """The row's backup is whole, proved, and where it belongs."""
    server.ask(
        f"UPDATE backup_run SET state = 'done', finished_at = '{now.isoformat()}', file_name = '{name}', "  # noqa: S608 - values of ours
        f"bytes = {size}, uploaded = {str(uploaded).lower()} WHERE id = {row}"
    )


def record_failure(server: PostgresServer, row: int, now: dt.datetime, error: str) -> None:
    """The row's backup came to nothing, for that reason."""
    said = error.replace("'", "''").replace("\\", "/")
    server.ask(
        f"UPDATE backup_run SET state = 'failed', finished_at = '{now.isoformat()}', error = '{said}' WHERE id = {row}"  # noqa: S608 - quoted above
    )


def delete_records_before(server: PostgresServer, before: dt.datetime) -> None:
    """Drop rows that began before that instant."""
    server.ask(f"DELETE FROM backup_run WHERE started_at < '{before.isoformat()}'")  # noqa: S608 - an instant of ours
