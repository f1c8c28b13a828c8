"""Makes one backup: dump, verification, encryption, upload, deletion of old ones and the record of it."""

import datetime as dt
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from models.runtime import clock
from ops.backup import BackupError, backup_records, external_programs
from ops.backup.backup_settings import BackupSettings
from ops.backup.postgres_programs import PostgresServer, server_of
from ops.backup.retention import backup_file_name, select_kept_backups
from ops.backup.snapshot import open_snapshot, table_fingerprints
from ops.backup.verify_dump import verify_dump

_HISTORY = dt.timedelta(days=90)


@dataclass(frozen=True)
class FinishedBackup:
    """A finished backup: its file, size in bytes, counts of tables and rows, and whether it was uploaded."""

    file: Path
    size: int
    tables: int
    rows: int
    uploaded: bool


def make_backup(options: BackupSettings, now: dt.datetime) -> FinishedBackup:
    """Make, verify and store one backup and record it in `backup_run`. Raises BackupError or OSError."""
    server = server_of(options.database_url, options.programs)
    row = backup_records.record_start(server, now)
    try:
        taken = _make_and_verify(server, options, now)
    except (BackupError, OSError) as error:
        backup_records.record_failure(server, row, clock.now(), str(error))
        raise
    backup_records.record_success(
        server, row, clock.now(), name=taken.file.name, size=taken.size, uploaded=taken.uploaded
    )
    backup_records.delete_records_before(server, now - _HISTORY)
    delete_old_backups(options)
    return taken


def folder_trouble(folder: Path) -> str | None:
    """Why nothing can be written into the folder of backups, which is made if it is missing; None when all is well."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return (
            f"{folder} cannot be written: {error.strerror}. The folder must belong to the id {os.getuid()} of this process: "
            f"for BACKUP_DIR, on the server, chown {os.getuid()}:{os.getgid()} it"
        )


def delete_old_backups(options: BackupSettings) -> list[str]:
    """Delete backups past retention; returns their names. In the bucket its lifecycle rule does that."""
    names = [path.name for path in options.folder.glob("planner-*.dump*")]
    stay = select_kept_backups(names, options.days, options.weeks)
    # The pattern also matches drafts of a killed run, which are no backups.
    old = sorted(name for name in names if name not in stay)
    for name in old:
        (options.folder / name).unlink()
    return old


def _make_and_verify(server: PostgresServer, options: BackupSettings, now: dt.datetime) -> FinishedBackup:
    if trouble := folder_trouble(options.folder):
        raise BackupError(trouble)
    server.check_version("pg_dump")
    draft = options.folder / f"{backup_file_name(now, encrypted=False)}.draft"
    try:
        with open_snapshot(server) as held:
            dump_database(server, draft, held.name)
            wanted = table_fingerprints(held.ask)
        verify_dump(server, draft, wanted)
        file = _finish_draft(options, draft, now)
    finally:
        for left in options.folder.glob(f"{draft.stem}*.draft"):
            left.unlink()
    if options.bucket is not None:
        external_programs.upload_file(options.bucket, file, external_programs.sha256_of(file))
    rows = sum(int(line.partition("|")[0]) for line in wanted.values())
    return FinishedBackup(file, file.stat().st_size, len(wanted), rows, options.bucket is not None)


def dump_database(server: PostgresServer, target: Path, held: str | None = None) -> None:
    """Write the whole database to `target`, compressed, readable by this user only. Raises BackupError."""
    target.touch(mode=0o600)
    at = (f"--snapshot={held}",) if held else ()
    server.run("pg_dump", "--format=custom", "--compress=6", *at, f"--file={target}")


def _finish_draft(options: BackupSettings, draft: Path, now: dt.datetime) -> Path:
    """Give the verified draft its final name, encrypted first if there is a recipient."""
    file = options.folder / backup_file_name(now, encrypted=options.recipient is not None)
    if options.recipient is None:
        return draft.rename(file)
    hidden = draft.with_name(f"{file.name}.draft")
    external_programs.encrypt_file(draft, hidden, options.recipient)
    return hidden.rename(file)
