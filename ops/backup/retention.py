"""Chooses which backups are kept: the newest of each of the last days and of each of the last weeks."""

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable

_NAME = re.compile(r"planner-(\d{8}T\d{6})Z\.dump(\.age)?")


def backup_file_name(taken_at: dt.datetime, *, encrypted: bool) -> str:
    """The file name of a backup taken at that instant (aware)."""
    return f"planner-{taken_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}Z.dump{'.age' if encrypted else ''}"


def backup_time(name: str) -> dt.datetime | None:
    """When the backup of that file name was made; None if the name is not a backup's."""
    found = _NAME.fullmatch(name)
    return dt.datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=dt.UTC) if found else None


def select_kept_backups(names: Iterable[str], days: int, weeks: int) -> set[str]:
    """The names of the backups to keep: one of each of the `days` newest days, one of each of the `weeks` newest weeks.

    Days and weeks in which there is a backup are counted, so that a machine that was off for a month keeps its old
    ones. The newest backup always stays; files that are no backups are left out.
    """
    dated = sorted(((when, name) for name in names if (when := backup_time(name))), reverse=True)
    return _newest_per_period(dated, days, lambda when: when.date()) | _newest_per_period(
        dated, weeks, lambda when: when.isocalendar()[:2]
    )


def _newest_per_period(
    dated: list[tuple[dt.datetime, str]], count: int, period: Callable[[dt.datetime], Hashable]
) -> set[str]:
    found: dict[Hashable, str] = {}
    for when, name in dated:
        found.setdefault(period(when), name)
    return set(list(found.values())[:count])
