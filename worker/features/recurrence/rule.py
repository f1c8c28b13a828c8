"""Which task of a series comes next, and when its day begins."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.runtime.local_time import instant_at, local_day
from worker.core.recurrence_rule import next_date

# The night belongs to the day before: what is ticked half an hour past midnight is yesterday's.
_NIGHT_ENDS = dt.time(4)


def begins_at(day: dt.date, local_time: dt.time | None, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) at which the task of a day takes the place of the one before: at four, or at midnight for one
    that is set for an earlier time."""
    early = local_time is not None and local_time < _NIGHT_ENDS
    return instant_at(day, dt.time() if early else _NIGHT_ENDS, zone)


def day_begun(now: dt.datetime, local_time: dt.time | None, zone: ZoneInfo) -> dt.date:
    """The newest local day whose task may have begun."""
    today = local_day(now, zone)
    return today if begins_at(today, local_time, zone) <= now else today - dt.timedelta(days=1)


def date_after_completion(
    rule: str,
    anchor_on: dt.date,
    on_date: dt.date,
    over_at: dt.datetime,
    local_time: dt.time | None,
    zone: ZoneInfo,
) -> dt.date | None:
    """The next task's date, when the one of `on_date` was completed, missed or skipped at `over_at`.

    It is the first after `on_date` that is not past then: today counts, unless its clock time has gone by.
    None when the series is over; raises ValueError for what is no rule.
    """
    today = local_day(over_at, zone)
    gone = local_time is not None and instant_at(today, local_time, zone) <= over_at
    return next_date(rule, anchor_on, max(on_date, today if gone else today - dt.timedelta(days=1)))
