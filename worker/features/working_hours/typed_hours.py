"""Parses weekdays, stretches of a day and dates in a typed line: "Mon-Fri 9-18", «пн-пт 9:00-18:00»."""

import datetime as dt
import re

from worker.core.speaker import Speaker
from worker.features.working_hours.day import DAY_END, Stretch
from worker.understanding.dates import find_mentions

_NAMES = (
    ("mon", "monday", "пн", "понедельник"),
    ("tue", "tues", "tuesday", "вт", "вторник"),
    ("wed", "wednesday", "ср", "среда", "среду"),
    ("thu", "thur", "thurs", "thursday", "чт", "четверг"),
    ("fri", "friday", "пт", "пятница", "пятницу"),
    ("sat", "saturday", "сб", "суббота", "субботу"),
    ("sun", "sunday", "вс", "воскресенье"),
)
_DAY_OF = {name: day for day, names in enumerate(_NAMES) for name in names}
_DAY = "|".join(sorted(_DAY_OF, key=len, reverse=True))
_DAYS = re.compile(rf"\b(?P<first>{_DAY})\b\.?(?:\s*[-–—]\s*(?P<last>{_DAY})\b\.?)?", re.IGNORECASE)
_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>[0-5]\d))?"
_STRETCH = re.compile(
    rf"(?<!\d){_CLOCK.format('a')}\s*(?:[-–—]|to|до)\s*{_CLOCK.format('b')}(?!\d)", re.IGNORECASE
)
_OFF = re.compile(r"\b(?:off|closed|none|no|нет|выходной|выходные|без)\b", re.IGNORECASE)

_LONGEST_MONTH = 31


def weekdays_in(text: str) -> list[int]:
    """The weekdays named (0 is Monday), spans filled ("Fri-Mon" goes over Sunday); empty when none is."""
    days: list[int] = []
    for match in _DAYS.finditer(text):
        first = _DAY_OF[match["first"].lower()]
        last = _DAY_OF[match["last"].lower()] if match["last"] else first
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return list(dict.fromkeys(days))


def stretch_in(text: str) -> Stretch | None:
    """The stretch of a day named, None when none is or its end is not after its beginning."""
    match = _STRETCH.search(text)
    if match is None:
        return None
    start = int(match["ah"]) * 60 + int(match["am"] or 0)
    end = int(match["bh"]) * 60 + int(match["bm"] or 0)
    return Stretch(start, end) if start < end < DAY_END else None


def says_off(text: str) -> bool:
    """Whether the line closes something rather than opening it."""
    return _OFF.search(text) is not None


def days_named(line: str, speaker: Speaker, now: dt.datetime) -> list[dt.date]:
    """The days from today on that a line names, in their order; of a span its first and last."""
    dated = [m for m in find_mentions(line, now.astimezone(speaker.zone)) if m.date_said]
    found = [day for m in dated if m.date is not None for day in (m.date, _last_of(m.text, m.date))]
    return sorted(day for day in found if day >= speaker.today(now))


def _last_of(said: str, first: dt.date) -> dt.date:
    """The last day of "1-14 December", «с 1 по 14 декабря»; the day itself where there is only one."""
    span = re.search(r"(?<!\d)(\d{1,2})\s*(?:[-–—]|to|till|until|по|до)\s*(\d{1,2})(?![\d:.])", said)
    if span is None or int(span[1]) != first.day or not first.day < int(span[2]) <= _LONGEST_MONTH:
        return first
    return first + dt.timedelta(days=int(span[2]) - first.day)
