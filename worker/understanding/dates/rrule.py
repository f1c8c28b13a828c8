"""From a repetition to an RFC 5545 rule, and from a rule to its first day (convention 17)."""

import datetime as dt

from worker.core.recurrence_rule import names_days, next_date
from worker.understanding.dates import days
from worker.understanding.dates.values import Repeat

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = DAY_CODES[:5]


def rule_of(repeat: Repeat) -> str | None:
    """The rule without prefix and time parts; None when the repetition cannot be expressed."""
    if repeat.freq is None:
        return None
    parts = [f"FREQ={repeat.freq}"]
    if repeat.interval > 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.byday:
        parts.append(f"BYDAY={','.join(repeat.byday)}")
    if repeat.bymonth:
        parts.append(f"BYMONTH={repeat.bymonth}")
    if repeat.bymonthday:
        parts.append(f"BYMONTHDAY={','.join(map(str, repeat.bymonthday))}")
    if repeat.bysetpos:
        parts.append(f"BYSETPOS={repeat.bysetpos}")
    if repeat.repeats:
        parts.append(f"COUNT={repeat.repeats}")
    elif repeat.until:
        parts.append(f"UNTIL={repeat.until:%Y%m%d}")
    return ";".join(parts)


def with_until(rrule: str, until: dt.date) -> str:
    """The rule ending on this day (included); an end it had is replaced."""
    kept = [part for part in rrule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    return ";".join([*kept, f"UNTIL={until:%Y%m%d}"])


def first_occurrence(rrule: str, now: dt.datetime, time: dt.time | None = None) -> dt.date:
    """The first day of the rule after now (after today when no time is given).

    A rule that names its days starts on the next of them, whatever its interval; one that names none counts its
    interval from today. Raises ValueError for text that is no rule."""
    today = now.date()
    earliest = (
        today if time is not None and time > now.time().replace(tzinfo=None) else days.add_days(today, 1)
    )
    anchored = names_days(rrule)
    dropped = ("UNTIL=", "COUNT=", "INTERVAL=") if anchored else ("UNTIL=", "COUNT=")
    endless = ";".join(part for part in rrule.split(";") if not part.upper().startswith(dropped))
    start = earliest if anchored else today
    found = next_date(endless, start, days.add_days(earliest, -1))
    if found is None:
        raise ValueError(f"a rule without occurrences: {rrule!r}")
    return found


def first_from(rrule: str, start: dt.date) -> dt.date:
    """The first day of the rule on or after a stated start; the start itself for a rule that names no days."""
    if not names_days(rrule):
        return start
    midnight = dt.datetime.combine(days.add_days(start, -1), dt.time())
    return first_occurrence(rrule, midnight)


def first_day(repeat: Repeat, now: dt.datetime) -> dt.date | None:
    """The first occurrence, from the stated start if there is one; None when the repetition cannot be expressed."""
    rule = rule_of(repeat)
    if rule is None:
        return None
    if repeat.start:
        return first_from(rule, repeat.start)
    return first_occurrence(rule, now, repeat.clock.time if repeat.clock else None)
