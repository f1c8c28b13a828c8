"""The next run of a schedule, computed from local dates (not from a cron expression)."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.runtime.local_time import instant_at, local_day
from models.tables.weekdays import EVERY_DAY


def next_occurrence(
    local_time: dt.time,
    weekdays: int,
    zone: ZoneInfo,
    *,
    after: dt.datetime,
    first_day: dt.date | None = None,
) -> tuple[dt.date, dt.datetime]:
    """The next local date (not before `first_day`) on one of the weekdays whose instant lies after `after` (UTC).

    `weekdays` has bit 0 for Monday; raises ValueError when no bit is set. A date that a zone skips (Samoa's
    30 December 2011) has no run.
    """
    if not weekdays & EVERY_DAY:
        raise ValueError("no weekday is chosen")
    day = max(first_day or dt.date.min, local_day(after, zone) - dt.timedelta(days=1))
    while True:
        due = instant_at(day, local_time, zone)
        if weekdays >> day.weekday() & 1 and due > after and _exists(day, due, zone):
            return day, due
        day += dt.timedelta(days=1)


def _exists(day: dt.date, due: dt.datetime, zone: ZoneInfo) -> bool:
    return local_day(due, zone) == day or local_day(instant_at(day, dt.time(), zone), zone) == day
