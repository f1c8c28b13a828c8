"""A text that is a day or a range of days and nothing else: "14-18 Dec", «с 14 по 20», "on Friday", "next week"."""

import datetime as dt
import re
from dataclasses import dataclass

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import resolve
from worker.understanding.dates.days import add_days
from worker.understanding.local.message_tokens import lowered

_BETWEEN = bounded(r"\s*[-–—]+\s*|\s+(?:to|till|until|through|thru|до|по)\s+", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|on|for|the|с|со|в|во|на)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:until|till|through|до|по)\s+", re.IGNORECASE)
_INCLUSIVE = bounded(r"\s+(?:inclusive|included|включительно|числ[оаеу]м?)$", re.IGNORECASE)
_BARE = re.compile(r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|го|е|му|ое)?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)-(?=(?:го|е|му|ое)\b)")
_WEEK = re.compile(
    r"(?:(?P<this>this\s+week|all\s+week|(?:на\s+)?эт(?:у|ой)\s+недел[юе]|всю\s+неделю)"
    r"|(?:the\s+)?(?:whole\s+|all\s+)?(?P<next>next\s+week|(?:на\s+)?следующ(?:ую|ей)\s+недел[юе]))"
)
_BOTH = bounded(r"(?P<first>.+?)\s+(?:and|и)\s+(?P<second>.+)")
_FRIDAY, _SUNDAY = 4, 6


@dataclass(frozen=True, slots=True)
class DayRange:
    """From `first` to `last`, local dates, both included."""

    first: dt.date
    last: dt.date


def day_range(said: str, now: dt.datetime) -> DayRange | None:
    """The days a text names, from today on; None when it names a clock time, a habit, or anything else.

    A number alone is a day of the month: of the other end's month when that one says it, else the next such day.
    """
    low = _INCLUSIVE.sub("", _ORDINAL.sub("", lowered(said.strip())))
    if week := _WEEK.fullmatch(low):
        return _week(now.date(), next_week=week["next"] is not None)
    if until := _UNTIL.match(low):
        last = _day(low[until.end() :], now)
        return DayRange(now.date(), last) if last is not None else None
    if both := _BOTH.fullmatch(low):
        return _following(both["first"], both["second"], now)
    parts = _BETWEEN.split(_FROM.sub("", low), maxsplit=1)
    if len(parts) == 1:
        day = _day(parts[0], now)
        return None if day is None else DayRange(day, day)
    return _range(parts[0], parts[1], now)


def _week(today: dt.date, *, next_week: bool) -> DayRange:
    monday = today - dt.timedelta(days=today.weekday())
    if next_week:
        monday += dt.timedelta(days=7)
        return DayRange(monday, monday + dt.timedelta(days=_SUNDAY))
    return DayRange(today, max(today, monday + dt.timedelta(days=_FRIDAY)))


def _following(first: str, second: str, now: dt.datetime) -> DayRange | None:
    """ "On Thursday and Friday": two days of which the second follows the first."""
    start, end = _day(first, now), _day(second, now)
    together = start is not None and end is not None and end == add_days(start, 1)
    return DayRange(start, end) if together and start is not None and end is not None else None


def _range(first: str, last: str, now: dt.datetime) -> DayRange | None:
    start_bare, end_bare = _BARE.fullmatch(first.strip()), _BARE.fullmatch(last.strip())
    start = _day(first, now)
    if start_bare and not end_bare:
        # "14-18 Dec": the month is said once, at the end.
        month = re.sub(r"^\D*\d{1,2}(?:st|nd|rd|th|го|е)?", "", last)
        start = _day(f"{start_bare['day']}{month}", now)
    if start is None:
        return None
    if end_bare:
        # "Dec 14 to 18", «с 14 по 20»: the first such day that is not before the beginning.
        end = _next_of(int(end_bare["day"]), start)
    else:
        morning = dt.datetime.combine(add_days(start, -1), dt.time(9), now.tzinfo)
        end = _day(last, max(now, morning))
    return DayRange(start, end) if end is not None and start <= end else None


def _day(said: str, now: dt.datetime) -> dt.date | None:
    text = _FROM.sub("", said.strip())
    if bare := _BARE.fullmatch(text):
        return _next_of(int(bare["day"]), now.date())
    for written in (text, f"on {text}", f"в {text}"):
        day = resolve(written, now)
        if (
            day is not None
            and day.kind == "moment"
            and day.date_said
            and day.time is None
            and not day.is_span
        ):
            return day.date
    return None


def _next_of(day: int, start: dt.date) -> dt.date | None:
    """The next date with this day of the month, `start` included."""
    first = start.replace(day=1)
    for _ in range(3):
        if first.replace(day=1) <= dt.date.max and 1 <= day <= _days_in(first):
            found = first.replace(day=day)
            if found >= start:
                return found
        first = (first + dt.timedelta(days=32)).replace(day=1)
    return None


def _days_in(first: dt.date) -> int:
    return ((first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)).day
