"""When the next backup is due: tonight, or at once after a missed night."""

import datetime as dt
from pathlib import Path

from ops.backup.backup_settings import Options
from ops.backup.nightly import due_at, is_well
from ops.backup.retention import name_of

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def options(folder: Path, *taken: dt.datetime) -> Options:
    for when in taken:
        (folder / name_of(when, encrypted=False)).touch()
    return Options("postgresql://x@y/z", folder)


def test_the_first_backup_is_due_at_once(tmp_path: Path) -> None:
    assert due_at(options(tmp_path), NOW) == NOW


def test_after_a_night_s_backup_the_next_is_tomorrow_night(tmp_path: Path) -> None:
    night = NOW.replace(hour=3, minute=10, second=4)
    assert due_at(options(tmp_path, night), NOW) == dt.datetime(2026, 11, 24, 3, 10, tzinfo=dt.UTC)


def test_a_missed_night_is_made_up_for(tmp_path: Path) -> None:
    before = NOW - dt.timedelta(days=1, hours=5)
    assert due_at(options(tmp_path, before), NOW) <= NOW


def test_the_container_is_well_while_its_newest_backup_is_young(tmp_path: Path) -> None:
    kept = options(tmp_path, NOW - dt.timedelta(hours=30))
    started = NOW - dt.timedelta(days=9)
    assert is_well(kept, NOW, started)
    assert not is_well(kept, NOW + dt.timedelta(hours=10), started)
    assert is_well(kept, NOW + dt.timedelta(days=3), NOW + dt.timedelta(days=3))
