"""The backup container's commands: nightly, now, list, restore, health."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from models.runtime import clock
from ops.backup import BackupError, nightly
from ops.backup.backup_settings import BackupSettings, read_backup_settings
from ops.backup.make_backup import make_backup
from ops.backup.restore import find_backup, newest_backup, restore_database
from ops.backup.retention import backup_time


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0, or 1 after one line on standard error."""
    given = _parser().parse_args(arguments)
    try:
        options = read_backup_settings()
        return int(_run_command(given, options))
    except (BackupError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def run_backup(options: BackupSettings) -> str:
    """Make one backup; returns a line that describes it. Raises BackupError."""
    taken = make_backup(options, clock.now())
    where = " and in the bucket" if taken.uploaded else ""
    return f"{taken.file}{where}: {taken.rows} rows in {taken.tables} tables, restored once to prove it"


def restore_from_backup(options: BackupSettings, name: str | None) -> str:
    """Restore the named or the newest backup; returns a line that describes it. Raises BackupError."""
    file = find_backup(options, name) if name else newest_backup(options)
    before = restore_database(options, file, clock.now())
    return f"{file.name} is live. What was live is kept as the database {before}; drop it when all is well."


def list_backups(folder: Path) -> list[str]:
    """The backups in the folder, oldest first, with their sizes."""
    files = sorted(path for path in folder.glob("planner-*.dump*") if backup_time(path.name))
    return [f"{path.name}  {path.stat().st_size / 1_000_000:.1f} MB" for path in files]


def _run_command(given: argparse.Namespace, options: BackupSettings) -> bool:
    """Run the given command; returns whether it failed."""
    match given.what:
        case "nightly":
            nightly.run_nightly(options)
        case "now":
            nightly.print_log_line(run_backup(options))
        case "list":
            sys.stdout.writelines(f"{line}\n" for line in list_backups(options.folder))
        case "restore":
            nightly.print_log_line(restore_from_backup(options, given.name))
        case "health":
            born = dt.datetime.fromtimestamp(Path("/proc/1").stat().st_ctime, dt.UTC)
            return not nightly.has_recent_backup(options, clock.now(), born)
    return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backup", description=__doc__)
    parser.add_argument("what", choices=["nightly", "now", "list", "restore", "health"])
    parser.add_argument("name", nargs="?", help="a backup's file name; without it the newest")
    return parser


if __name__ == "__main__":
    sys.exit(main())
