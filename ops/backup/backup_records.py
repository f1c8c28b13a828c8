"""Records each backup's state in the database, which the worker's alerts and the metrics read."""

import datetime as dt

from ops.backup.postgres_programs import PostgresServer


def record_start(server: PostgresServer, now: dt.datetime) -> int:
    """Insert a row in state running; returns its id."""
    statement = (
        f"INSERT INTO backup_run (started_at, state) VALUES ('{now.isoformat()}', 'running') RETURNING id"  # noqa: S608 - an instant of ours
    )
    return int(server.ask(statement)[0])


def record_success(
    server: PostgresServer, row: int, now: dt.datetime, *, name: str, size: int, uploaded: bool
) -> None:
    """Mark the row's backup as done: verified and stored, with its size in bytes."""
    server.ask(
        f"UPDATE backup_run SET state = 'done', finished_at = '{now.isoformat()}', file_name = '{name}', "  # noqa: S608 - values of ours
        f"bytes = {size}, uploaded = {str(uploaded).lower()} WHERE id = {row}"
    )


def record_failure(server: PostgresServer, row: int, now: dt.datetime, error: str) -> None:
    """Mark the row's backup as failed with that error."""
    said = error.replace("'", "''").replace("\\", "/")
    server.ask(
        f"UPDATE backup_run SET state = 'failed', finished_at = '{now.isoformat()}', error = '{said}' WHERE id = {row}"  # noqa: S608 - quoted above
    )


def delete_records_before(server: PostgresServer, before: dt.datetime) -> None:
    """Delete the rows of backups that started before that instant."""
    server.ask(f"DELETE FROM backup_run WHERE started_at < '{before.isoformat()}'")  # noqa: S608 - an instant of ours
