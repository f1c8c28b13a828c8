"""Repetition: the model's RRULE, checked part by part and written one way, or nothing."""

import datetime as dt
import re

from dateutil.rrule import rrulestr

_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_IGNORED = frozenset({"WKST", "BYHOUR", "BYMINUTE", "BYSECOND"})  # the clock time stands in the deadline
_ORDER = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "COUNT", "UNTIL")
_LIMITS = {
    "INTERVAL": (1, 366),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-5, 5),
    "COUNT": (1, 1000),
}


def checked_rule(said: str) -> str | None:
    """`said` as an RFC 5545 rule without prefix and time parts; None when it is none or repeats within a day."""
    parts: dict[str, str] = {}
    for piece in said.strip().upper().removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = piece.partition("=")
        if name in _IGNORED:
            continue
        value = _value(name.strip(), value.replace(" ", ""))
        if not value or name in parts:
            return None
        parts[name.strip()] = value
    if "FREQ" not in parts or ("COUNT" in parts and "UNTIL" in parts):
        return None
    rule = ";".join(f"{name}={parts[name]}" for name in _ORDER if name in parts)
    return rule if _happens(rule) else None


def _value(name: str, value: str) -> str:
    """The value as it is written, "" when it is not allowed."""
    if name == "FREQ":
        return value if value in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} else ""
    if name == "BYDAY":
        return value if all(_DAY.fullmatch(day) for day in value.split(",")) else ""
    if name == "UNTIL":
        return _until(value)
    if name not in _LIMITS:
        return ""
    low, high = _LIMITS[name]
    numbers = value.split(",")
    if not all(re.fullmatch(r"[+-]?\d{1,4}", number) and low <= int(number) <= high for number in numbers):
        return ""
    return (
        ""
        if any(int(number) == 0 for number in numbers)
        else ",".join(str(int(number)) for number in numbers)
    )


def _until(value: str) -> str:
    try:
        day = dt.date.fromisoformat(value.split("T", 1)[0])
    except ValueError:
        return ""
    return f"{day:%Y%m%d}"


def _happens(rule: str) -> bool:
    """Whether the rule ever comes true: the 31st of February does not, and searching it would never end."""
    start = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - dates only
    endless = re.sub(r";(UNTIL|COUNT)=\d+", "", rule)
    try:
        return rrulestr(f"{endless};UNTIL=20310101", dtstart=start).after(start, inc=True) is not None
    except ValueError:
        return False
