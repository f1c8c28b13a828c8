"""Restore: a backup becomes the live database in one rename; what was live stays beside it under another name."""

import datetime as dt
from pathlib import Path

from ops.backup import external_programs
from ops.backup.backup_settings import BackupSettings
from ops.backup.errors import BackupError
from ops.backup.postgres_programs import PostgresServer, server_of
from ops.backup.retention import select_kept_backups
from ops.backup.verify_dump import create_database, load_dump

# Ids that were given out after the backup stand in people's chats (buttons) and in Redis (jobs): none is given again.
_SEQUENCES = """
SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value, 0) + 1000000)
FROM pg_sequences WHERE NOT cycle
"""
# What was owed then may have been said since: it is not said twice (I6).
_OWED = """
UPDATE outbound_message SET state = 'unknown', claimed_at = NULL, claimed_by = NULL,
  error = 'The database was restored from a backup: it may have been sent since.'
WHERE state IN ('pending', 'sending')
"""
_RUNNING = "UPDATE backup_run SET state = 'failed', error = 'restored', finished_at = started_at WHERE state = 'running'"


def newest_backup(options: BackupSettings) -> Path:
    """The newest backup in the folder. Raises BackupError when there is none."""
    names = select_kept_backups((path.name for path in options.folder.glob("planner-*.dump*")), 1, 0)
    if not names:
        raise BackupError(f"there is no backup in {options.folder}")
    return options.folder / names.pop()


def restore_database(options: BackupSettings, file: Path, now: dt.datetime) -> str:
    """Put the backup in `file` in the live database's place; returns the name under which the old one is kept.

    Whoever is connected is thrown out at the last moment only. Raises BackupError, and then nothing has changed.
    """
    server = server_of(options.database_url, options.programs)
    fresh = f"{server.name}_restored"
    before = f"{server.name}_before_{now:%Y%m%d_%H%M%S}"
    plain = _decrypted(options, file)
    try:
        create_database(server, fresh)
        load_dump(server, plain, fresh)
    finally:
        if plain != file:
            plain.unlink()
    for statement in (_SEQUENCES, _OWED, _RUNNING):
        server.ask(statement, fresh)
    _swap_databases(server, fresh, before)
    return before


def find_backup(options: BackupSettings, name: str) -> Path:
    """The backup of that name, from the folder or else from the bucket. Raises BackupError."""
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
    """Both renames in one transaction: there is never no database, and never two."""
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
