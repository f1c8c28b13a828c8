"""Parses what is written after /digest, /evening, /weekly and /quiet: times, weekdays, on and off."""

import datetime as dt
import re
from dataclasses import dataclass

from models.tables.weekdays import EVERY_DAY, WORKDAYS

_TIME = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*(am|pm)?(?![\d:.])", re.IGNORECASE)
_ON = {"on", "вкл", "включить", "включи"}
_OFF = {"off", "stop", "выкл", "выключить", "выключи", "стоп"}
_GROUPS = {
    "weekdays": WORKDAYS,
    "workdays": WORKDAYS,
    "будни": WORKDAYS,
    "будням": WORKDAYS,
    "weekends": EVERY_DAY & ~WORKDAYS,
    "выходные": EVERY_DAY & ~WORKDAYS,
    "выходным": EVERY_DAY & ~WORKDAYS,
    "daily": EVERY_DAY,
    "day": EVERY_DAY,
    "ежедневно": EVERY_DAY,
    "день": EVERY_DAY,
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_STEMS = ("понед", "вторн", "сред", "четв", "пятн", "субб", "воскр")


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """The requested change; None for what stays as it is. `weekdays`: bit 0 is Monday."""

    enabled: bool | None = None
    local_time: dt.time | None = None
    weekdays: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was understood."""
        return self.enabled is None and self.local_time is None and self.weekdays is None


def parse_schedule_change(text: str) -> ScheduleChange:
    """The change in "8:30 weekdays", "off", «пн ср пт 9:00»; words that are not understood are ignored."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    enabled = False if _OFF & set(words) else True if _ON & set(words) else None
    return ScheduleChange(enabled, parse_time(text), _weekdays(words))


def parse_time(text: str) -> dt.time | None:
    """The first clock time in a text: "8", "8:30", "7.45", "9 pm"."""
    found = _TIME.search(text)
    return None if found is None else _time(found)


def parse_time_span(text: str) -> tuple[dt.time, dt.time] | None:
    """Two clock times, "22:00-7:00"; None unless there are exactly two that differ."""
    times = [_time(found) for found in _TIME.finditer(text)]
    return (times[0], times[1]) if len(times) == 2 and times[0] != times[1] else None


def _time(found: "re.Match[str]") -> dt.time:
    hour, half = int(found[1]), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, int(found[2] or 0))


def _weekdays(words: list[str]) -> int | None:
    mask = 0
    for word in words:
        mask |= _GROUPS.get(word, 0)
        for names in _DAYS:
            for bit, name in enumerate(names):
                if word == name or (len(word) > 3 and len(name) == 3 and word.startswith(name)):
                    mask |= 1 << bit
        for bit, stem in enumerate(_STEMS):
            if word.startswith(stem):
                mask |= 1 << bit
    return mask or None
