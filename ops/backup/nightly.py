"""Nightly: one backup at start when a night was missed, then one each night; a failure is tried again each hour."""

import datetime as dt
import sys
import time
from pathlib import Path

from models.runtime import clock
from ops.backup.backup_settings import Options
from ops.backup.errors import BackupError
from ops.backup.make_backup import take
from ops.backup.retention import taken_at

_AGAIN = dt.timedelta(hours=1)
# A night and half a day of tries.
OLD = dt.timedelta(hours=36)


def run(options: Options) -> None:
    """Back up each night until the process is ended."""
    while True:
        _sleep_until(due_at(options, clock.now()))
        began = clock.now()
        try:
            taken = take(options, began)
        except (BackupError, OSError) as error:
            say(f"backup failed: {error}")
            _sleep_until(clock.now() + _AGAIN)
            continue
        seconds = (clock.now() - began).total_seconds()
        say(
            f"{taken.file.name}: {taken.rows} rows in {taken.tables} tables, {taken.size} bytes, {seconds:.1f} s"
        )


def due_at(options: Options, now: dt.datetime) -> dt.datetime:
    """When the next backup is due: at the first `options.at` (UTC) after the newest one; now without any."""
    last = newest_at(options.folder)
    if last is None:
        return now
    found = dt.datetime.combine(last.date(), options.at, dt.UTC)
    return found if found > last else found + dt.timedelta(days=1)


def newest_at(folder: Path) -> dt.datetime | None:
    """When the newest backup in the folder was taken; None without one."""
    found = [when for path in folder.glob("planner-*.dump*") if (when := taken_at(path.name))]
    return max(found, default=None)


def is_well(options: Options, now: dt.datetime, up_since: dt.datetime) -> bool:
    """Whether there is a backup young enough, or this process is too young to have made one."""
    last = newest_at(options.folder)
    return now - max(up_since, last or up_since) < OLD


def say(line: str) -> None:
    """One line for the container's log."""
    sys.stdout.write(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {line}\n")
    sys.stdout.flush()


def _sleep_until(due: dt.datetime) -> None:
    while (left := (due - clock.now()).total_seconds()) > 0:
        time.sleep(min(left, 60))
