"""The local dates of a recurrence rule (RFC 5545, without prefix), counted from the first day of a series.

Where a month has no such day, the day is its last: the 31st is 30 April, 29 February is the 28th in other years. The
RFC would leave those months out. `EXDATE=20261225,20261231` within a rule names dates that are left out. A rule counts
in days: one in hours or minutes gives a date a day.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from dateutil.rrule import rrulestr

# A rule without a date within this time counts as over.
_HORIZON = dt.timedelta(days=366 * 12)
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
SHORTEST_MONTH = 28

Parts = dict[str, str]


def rule_parts(rule: str) -> Parts:
    """The parts of a rule by name, in capital letters; raises ValueError for text that is no rule."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    if "FREQ" not in parts:
        raise ValueError(f"no recurrence rule: {rule!r}")
    return parts


def repeats_within_a_day(rule: str) -> bool:
    """Whether a rule asks for several times a day, which tasks do not do."""
    return rule_parts(rule)["FREQ"] in _WITHIN_A_DAY


def excepted_days(rule: str) -> tuple[dt.date, ...]:
    """The dates that a rule leaves out, in order."""
    said = rule_parts(rule).get("EXDATE", "")
    return tuple(sorted(dt.date.fromisoformat(day[:8]) for day in said.split(",") if day))


def with_excepted_days(rule: str, days: tuple[dt.date, ...]) -> str:
    """The rule that leaves out these dates as well."""
    left_out = sorted({*excepted_days(rule), *days})
    kept = [part for part in rule.split(";") if not part.upper().startswith("EXDATE=")]
    return ";".join(
        [*kept, *([f"EXDATE={','.join(f'{day:%Y%m%d}' for day in left_out)}"] if left_out else [])]
    )


def without_months(rule: str, left_out: Collection[int]) -> str:
    """The rule that leaves out these months (1 to 12) as well; one that names its months itself stays as it is, and so does
    one of which nothing would be left."""
    if not left_out or "BYMONTH" in rule_parts(rule):
        return rule
    kept = [month for month in range(1, 13) if month not in left_out]
    return f"{rule};BYMONTH={','.join(map(str, kept))}" if kept else rule


def months_left_out(rule: str) -> tuple[int, ...]:
    """The months in which a rule of days, weeks or months does not come, in order; none of a yearly one."""
    parts = rule_parts(rule)
    if parts["FREQ"] == "YEARLY" or "BYMONTH" not in parts:
        return ()
    named = {int(month) for month in parts["BYMONTH"].split(",")}
    return tuple(month for month in range(1, 13) if month not in named)


def names_days(rule: str) -> bool:
    """Whether a rule says which days are meant; one that only leaves out months does not."""
    parts = rule_parts(rule)
    return any(name.startswith("BY") for name in parts if name != "BYMONTH" or parts["FREQ"] == "YEARLY")


def anchored_rule(rule: str, said_for: dt.date) -> str:
    """A rule that names no day, said for a day that short months lack, with that day in it.

    Otherwise a series "every month" whose first date is 30 April would forget that it was said for the 31st."""
    parts = rule_parts(rule)
    if names_days(rule) or said_for.day <= SHORTEST_MONTH:
        return rule
    named = {"MONTHLY": f"BYMONTHDAY={said_for.day}"}
    if (said_for.month, said_for.day) == (2, 29):
        named["YEARLY"] = "BYMONTH=2;BYMONTHDAY=29"
    added = named.get(parts["FREQ"])
    first, *rest = rule.split(";")
    every = [part for part in rest if part.startswith("INTERVAL=")]
    return rule if added is None else ";".join([first, *every, added, *(p for p in rest if p not in every)])


def dates(rule: str, anchor_on: dt.date, *, until: dt.date | None = None) -> Iterator[dt.date]:
    """The rule's dates in order, from `anchor_on` on (from which intervals and counts run) to `until`, both included.

    Without an end they are given for twelve years. Raises ValueError for what is no rule."""
    parts = rule_parts(rule)
    ends = [until or anchor_on + _HORIZON]
    if "UNTIL" in parts:
        ends.append(dt.date.fromisoformat(parts["UNTIL"][:8]))
    left = int(parts.get("COUNT", "0")) or None
    left_out = set(excepted_days(rule))
    for day in _dates_of(parts, anchor_on, min(ends)):
        if day in left_out:
            continue
        yield day
        left = None if left is None else left - 1
        if left == 0:
            return


def next_date(rule: str, anchor_on: dt.date, after: dt.date) -> dt.date | None:
    """The rule's first date after `after`; None when the series is over. Raises ValueError for what is no rule."""
    until = max(after, anchor_on) + _HORIZON
    return next((day for day in dates(rule, anchor_on, until=until) if day > after), None)


def last_date(rule: str, anchor_on: dt.date, after: dt.date, until: dt.date) -> dt.date | None:
    """The rule's last date after `after` and not after `until`; None without one. Raises ValueError for what is no rule."""
    return max((day for day in dates(rule, anchor_on, until=until) if day > after), default=None)


def _dates_of(parts: Parts, anchor_on: dt.date, until: dt.date) -> Iterator[dt.date]:
    """The dates of a rule's rhythm, without its count and exceptions."""
    rhythm = {name: value for name, value in parts.items() if name not in ("UNTIL", "COUNT", "EXDATE")}
    if rhythm["FREQ"] in _WITHIN_A_DAY:
        rhythm = {"FREQ": "DAILY"}
    start = dt.datetime.combine(anchor_on, dt.time())
    text = "\n".join(
        f"RRULE:{_joined(each)};UNTIL={until:%Y%m%d}" for each in _within_months(rhythm, anchor_on)
    )
    for instant in rrulestr(text, dtstart=start, forceset=True):
        yield instant.date()


def _joined(parts: Parts) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _within_months(rhythm: Parts, anchor_on: dt.date) -> list[Parts]:
    """The rhythm as rules of the RFC, whose days all exist: one for each day that short months lack, one for the rest."""
    rhythm = _with_own_day(rhythm, anchor_on)
    months_named = rhythm["FREQ"] == "MONTHLY" or (rhythm["FREQ"] == "YEARLY" and "BYMONTH" in rhythm)
    if "BYMONTHDAY" not in rhythm or "BYDAY" in rhythm or not months_named:
        return [rhythm]
    numbers = [int(day) for day in rhythm["BYMONTHDAY"].split(",")]
    short = [number for number in numbers if number <= SHORTEST_MONTH]
    rules = [rhythm | {"BYMONTHDAY": ",".join(map(str, short))}] if short else []
    months = rhythm["BYMONTH"].split(",") if "BYMONTH" in rhythm else [None]
    for number in numbers:
        if number > SHORTEST_MONTH:
            days = ",".join(str(day) for day in range(SHORTEST_MONTH, number + 1))
            last = rhythm | {"BYMONTHDAY": days, "BYSETPOS": "-1"}
            rules += [last if month is None else last | {"BYMONTH": month} for month in months]
    return rules


def _with_own_day(rhythm: Parts, anchor_on: dt.date) -> Parts:
    """A rule that names no day has that of its first date."""
    if names_days(_joined(rhythm)):
        return rhythm
    match rhythm["FREQ"]:
        case "MONTHLY":
            return rhythm | {"BYMONTHDAY": str(anchor_on.day)}
        case "YEARLY":
            return rhythm | {"BYMONTH": str(anchor_on.month), "BYMONTHDAY": str(anchor_on.day)}
        case _:
            return rhythm
