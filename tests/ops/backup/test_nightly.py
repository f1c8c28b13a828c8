"""When the next backup is due: tonight, or at once after a missed night."""

import datetime as dt
from pathlib import Path

from ops.backup.backup_settings import BackupSettings
from ops.backup.nightly import has_recent_backup, next_backup_at
from ops.backup.retention import backup_file_name

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def options(folder: Path, *taken: dt.datetime) -> BackupSettings:
    for when in taken:
        (folder / backup_file_name(when, encrypted=False)).touch()
    return BackupSettings("postgresql://x@y/z", folder)


def test_the_first_backup_is_due_at_once(tmp_path: Path) -> None:
    assert next_backup_at(options(tmp_path), NOW) == NOW


def test_after_a_night_s_backup_the_next_is_tomorrow_night(tmp_path: Path) -> None:
    night = NOW.replace(hour=3, minute=10, second=4)
    assert next_backup_at(options(tmp_path, night), NOW) == dt.datetime(2026, 11, 24, 3, 10, tzinfo=dt.UTC)


def test_a_missed_night_is_made_up_for(tmp_path: Path) -> None:
    before = NOW - dt.timedelta(days=1, hours=5)
    assert next_backup_at(options(tmp_path, before), NOW) <= NOW


def test_the_container_is_well_while_its_newest_backup_is_young(tmp_path: Path) -> None:
    kept = options(tmp_path, NOW - dt.timedelta(hours=30))
    started = NOW - dt.timedelta(days=9)
    assert has_recent_backup(kept, NOW, started)
    assert not has_recent_backup(kept, NOW + dt.timedelta(hours=10), started)
    assert has_recent_backup(kept, NOW + dt.timedelta(days=3), NOW + dt.timedelta(days=3))
