"""Values of an answer in the many forms servers write them: numbers, durations, clock times, days, references to tasks."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.requests.duration import duration_of

_NUMBER = re.compile(r"[+-]?\d{1,8}(?:[.,]0+)?")
_PRIORITY = re.compile(r"p?\s*([1-9]\d{0,3})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?::\d\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?|h)?(?:z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_REF = bounded(r"(?:task|задача)?\s*[#№]?\s*[tт]?\s*(\d{1,9})[.,:;]?", re.IGNORECASE)
# What no number can be: it is out of every bound.
UNREADABLE = -1


def minutes_of(said: float | str | None, now: dt.datetime) -> int | None:
    """A number of minutes, also as "30", "30 min", "1.5 hours"; UNREADABLE for what is none. None stays."""
    if said is None:
        return None
    if isinstance(said, str):
        text = said.strip()
        if _NUMBER.fullmatch(text):
            return int(re.split(r"[.,]", text)[0])
        return duration_of(text, now) or UNREADABLE
    return int(said) if said == int(said) else UNREADABLE


def priority_of(said: float | str | None) -> int | None:
    """A priority, also as "1" or "P1"; UNREADABLE for what is none. None stays."""
    if isinstance(said, str):
        found = _PRIORITY.fullmatch(said.strip())
        return int(found[1]) if found else UNREADABLE
    return None if said is None else int(said) if said == int(said) else UNREADABLE


def clock_of(said: str) -> dt.time:
    """A clock time: "09:00", "9:00", "9", "9am", "9.30 pm", "14h". Raises ValueError."""
    found = _CLOCK.fullmatch(said.strip())
    if found is None:
        raise ValueError(said)
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half in {"a", "p"}:
        if not 1 <= hour <= 12:
            raise ValueError(said)
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, int(found["minute"] or 0))


def day_of(said: str) -> dt.date:
    """A date: "2026-11-27", with or without a time behind it, or "27.11.2026". Raises ValueError."""
    text = said.strip()
    found = _DAY.match(text)
    if found:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    return dt.date.fromisoformat(text[:10])


def reference_of(said: str) -> str | None:
    """A task's reference: "T12" of "T12", "t12", "#12", "№12", "task 12" and "12"; None for everything else."""
    found = _REF.fullmatch(said.strip())
    return f"T{int(found[1])}" if found else None
