"""Restores a backup as the live database and keeps the replaced database under another name."""

import datetime as dt
from pathlib import Path

from ops.backup import BackupError, external_programs
from ops.backup.backup_settings import BackupSettings
from ops.backup.postgres_programs import PostgresServer, server_of
from ops.backup.retention import select_kept_backups
from ops.backup.verify_dump import create_database, load_dump

# Ids given out after the backup are still in chats (buttons) and in Redis (jobs), so none may be reused.
_SEQUENCES = """
SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value, 0) + 1000000)
FROM pg_sequences WHERE NOT cycle
"""
# Messages unsent at the backup may have been sent since; they must not be sent twice (I6).
_UNSENT_MESSAGES = """
UPDATE outbound_message SET state = 'unknown', claimed_at = NULL, claimed_by = NULL,
  error = 'The database was restored from a backup: it may have been sent since.'
WHERE state IN ('pending', 'sending')
"""
_RUNNING_BACKUPS = "UPDATE backup_run SET state = 'failed', error = 'restored', finished_at = started_at WHERE state = 'running'"


def newest_backup(options: BackupSettings) -> Path:
    """The newest backup in the folder. Raises BackupError when there is none."""
    names = select_kept_backups((path.name for path in options.folder.glob("planner-*.dump*")), 1, 0)
    if not names:
        raise BackupError(f"there is no backup in {options.folder}")
    return options.folder / names.pop()


def restore_database(options: BackupSettings, file: Path, now: dt.datetime) -> str:
    """Replace the live database by the backup in `file`; returns the name under which the old one is kept.

    Connections are ended only just before the swap. Raises BackupError, and then nothing has changed.
    """
    server = server_of(options.database_url, options.programs)
    fresh = f"{server.name}_restored"
    before = f"{server.name}_before_{now:%Y%m%d_%H%M%S}"
    server.check_version("pg_restore")
    plain = _decrypted(options, file)
    try:
        create_database(server, fresh)
        load_dump(server, plain, fresh)
    finally:
        if plain != file:
            plain.unlink()
    for statement in (_SEQUENCES, _UNSENT_MESSAGES, _RUNNING_BACKUPS):
        server.ask(statement, fresh)
    _swap_databases(server, fresh, before)
    return before


def find_backup(options: BackupSettings, name: str) -> Path:
    """The file of the named backup, downloaded from the bucket if it is not in the folder. Raises BackupError."""
    file = options.folder / Path(name).name
    if file.exists():
        return file
    if options.bucket is None:
        raise BackupError(f"there is no {file.name} in {options.folder}, and no bucket is named")
    options.folder.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.draft")
    external_programs.download_file(options.bucket, file.name, draft)
    return draft.rename(file)


def _decrypted(options: BackupSettings, file: Path) -> Path:
    if file.suffix != ".age":
        return file
    if options.identity is None:
        raise BackupError(
            "this backup is encrypted: BACKUP_AGE_IDENTITY must name the file with the private key"
        )
    plain = options.folder / f"{file.stem}.draft"
    plain.touch(mode=0o600)
    external_programs.decrypt_file(file, plain, options.identity)
    return plain


def _swap_databases(server: PostgresServer, fresh: str, before: str) -> None:
    """Rename both databases in one transaction, so that exactly one is live at any time."""
    live = server.name
    out = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{live}', '{fresh}')"  # noqa: S608 - our own names
    server.ask(f'ALTER DATABASE "{live}" ALLOW_CONNECTIONS false', "postgres")
    kept_as = live
    try:
        server.ask(out, "postgres")
        server.ask(
            f'ALTER DATABASE "{live}" RENAME TO "{before}"; ALTER DATABASE "{fresh}" RENAME TO "{live}"',
            "postgres",
        )
        kept_as = before
    finally:
        server.ask(f'ALTER DATABASE "{kept_as}" ALLOW_CONNECTIONS true', "postgres")
