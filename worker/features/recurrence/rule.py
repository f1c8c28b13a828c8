"""Dates of an RFC 5545 rule, counted from the first day of a series."""

import datetime as dt

from dateutil.rrule import rrulestr

# A rule without a date within this time counts as over.
_HORIZON = dt.timedelta(days=366 * 12)


def next_date(rule: str, anchor_on: dt.date, after: dt.date) -> dt.date | None:
    """The rule's first date after `after`; None when the series is over. Raises ValueError for what is no rule.

    `anchor_on` is DTSTART: intervals and counts run from it. A rule in hours gives one date a day.
    """
    start = dt.datetime.combine(anchor_on, dt.time())
    dates = rrulestr(rule, dtstart=start)
    if "UNTIL" not in rule and "COUNT" not in rule:
        limit = max(after, anchor_on) + _HORIZON
        dates = rrulestr(f"{rule};UNTIL={limit:%Y%m%d}", dtstart=start)
    found = dates.after(dt.datetime.combine(after, dt.time.max), inc=False)
    return None if found is None else found.date()


def date_after_completion(
    rule: str, anchor_on: dt.date, on_date: dt.date, over_on: dt.date
) -> dt.date | None:
    """The next task's date, when the one of `on_date` was completed or skipped on `over_on`.

    Dates that passed in between are left out: the next one is after both days.
    """
    return next_date(rule, anchor_on, max(on_date, over_on))
