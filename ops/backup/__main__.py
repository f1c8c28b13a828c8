"""Main: what the backup container is told: nightly, now, list, restore, health."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from models.runtime import clock
from ops.backup import nightly
from ops.backup.backup_settings import Options, options_of
from ops.backup.errors import BackupError
from ops.backup.make_backup import take
from ops.backup.restore import fetch, newest, restore
from ops.backup.retention import taken_at


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; 0, or 1 with one line on standard error."""
    given = _parser().parse_args(arguments)
    try:
        options = options_of()
        return int(_do(given, options))
    except (BackupError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def back_up(options: Options) -> str:
    """One backup now; the line that tells of it."""
    taken = take(options, clock.now())
    where = " and in the bucket" if taken.uploaded else ""
    return f"{taken.file}{where}: {taken.rows} rows in {taken.tables} tables, restored once to prove it"


def bring_back(options: Options, name: str | None) -> str:
    """Restore that backup, or the newest; the line that tells of it."""
    file = fetch(options, name) if name else newest(options)
    before = restore(options, file, clock.now())
    return f"{file.name} is live. What was live is kept as the database {before}; drop it when all is well."


def listed(folder: Path) -> list[str]:
    """The backups in the folder, oldest first, with their sizes."""
    files = sorted(path for path in folder.glob("planner-*.dump*") if taken_at(path.name))
    return [f"{path.name}  {path.stat().st_size / 1_000_000:.1f} MB" for path in files]


def _do(given: argparse.Namespace, options: Options) -> bool:
    """Whether it went wrong."""
    match given.what:
        case "nightly":
            nightly.run(options)
        case "now":
            nightly.say(back_up(options))
        case "list":
            sys.stdout.writelines(f"{line}\n" for line in listed(options.folder))
        case "restore":
            nightly.say(bring_back(options, given.name))
        case "health":
            born = dt.datetime.fromtimestamp(Path("/proc/1").stat().st_ctime, dt.UTC)
            return not nightly.is_well(options, clock.now(), born)
    return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backup", description=__doc__)
    parser.add_argument("what", choices=["nightly", "now", "list", "restore", "health"])
    parser.add_argument("name", nargs="?", help="a backup's file name; without it the newest")
    return parser


if __name__ == "__main__":
    sys.exit(main())
