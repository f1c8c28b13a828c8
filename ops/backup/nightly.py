"""Makes a backup each night, at start if a night was missed, and retries a failed one each hour."""

import datetime as dt
import sys
import time
from pathlib import Path

from models.runtime import clock
from ops.backup import BackupError
from ops.backup.backup_settings import BackupSettings
from ops.backup.make_backup import folder_trouble, make_backup
from ops.backup.retention import backup_time

_AGAIN = dt.timedelta(hours=1)
# A missed night and half a day of retries.
OLD = dt.timedelta(hours=36)


def run_nightly(options: BackupSettings) -> None:
    """Back up each night until the process is ended."""
    if trouble := folder_trouble(options.folder):
        # Each attempt fails with the same words, and the owner is told; a person who starts this sees them at once.
        print_log_line(trouble)
    while True:
        _sleep_until(next_backup_at(options, clock.now()))
        began = clock.now()
        try:
            taken = make_backup(options, began)
        except (BackupError, OSError) as error:
            print_log_line(f"backup failed: {error}")
            _sleep_until(clock.now() + _AGAIN)
            continue
        seconds = (clock.now() - began).total_seconds()
        print_log_line(
            f"{taken.file.name}: {taken.rows} rows in {taken.tables} tables, {taken.size} bytes, {seconds:.1f} s"
        )


def next_backup_at(options: BackupSettings, now: dt.datetime) -> dt.datetime:
    """When the next backup is due: the first `options.at` (UTC) after the newest one, or now if there is none."""
    last = newest_backup_at(options.folder)
    if last is None:
        return now
    found = dt.datetime.combine(last.date(), options.at, dt.UTC)
    return found if found > last else found + dt.timedelta(days=1)


def newest_backup_at(folder: Path) -> dt.datetime | None:
    """When the newest backup in the folder was made; None without one."""
    found = [when for path in folder.glob("planner-*.dump*") if (when := backup_time(path.name))]
    return max(found, default=None)


def has_recent_backup(options: BackupSettings, now: dt.datetime, up_since: dt.datetime) -> bool:
    """Whether the newest backup is younger than OLD, or this process has not run that long."""
    last = newest_backup_at(options.folder)
    return now - max(up_since, last or up_since) < OLD


def print_log_line(line: str) -> None:
    """Print one line, with the UTC time, for the container's log."""
    sys.stdout.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {line}\n")
    sys.stdout.flush()


def _sleep_until(due: dt.datetime) -> None:
    while (left := (due - clock.now()).total_seconds()) > 0:
        time.sleep(min(left, 60))
