"""Tags of figures: what 15, 15-го, 9.30, 05.11.2026, 11/5 and 18:00 may stand for."""

import datetime as dt
import re
from typing import Any

_PARTS = re.compile(r"\d+")
Parts = tuple[int, ...]


def tags(kind: str, raw: str) -> dict[str, Any]:
    """The tags of a token of this kind. DATEFIG holds (first, second, year or None), CLOCKFIG a dt.time,
    NUM a number, ORD a day number; invalid figures get no tag."""
    found = _READERS.get(kind, _nothing)(tuple(int(part) for part in _PARTS.findall(raw)), raw)
    return {name: value for name, value in found.items() if value is not None}


def clock(hour: int, minute: int) -> dt.time | None:
    """A time of day, 24:00 counting as midnight; None when out of range."""
    if hour == 24 and minute == 0:
        return dt.time(0)
    return dt.time(hour, minute) if 0 <= hour <= 23 and 0 <= minute <= 59 else None


def full_year(year: int) -> int:
    """Two-digit years are of this century."""
    return year + 2000 if year < 100 else year


def _iso(parts: Parts, _raw: str) -> dict[str, Any]:
    try:
        return {"ISODATE": dt.date(*parts)}
    except ValueError:
        return {}


def _clock(parts: Parts, _raw: str) -> dict[str, Any]:
    return {
        "CLOCKFIG": clock(parts[0], parts[1]),
        "SPELLED": parts[0] * 60 + parts[1] if parts[1] < 60 else None,
    }


def _dotted(parts: Parts, raw: str) -> dict[str, Any]:
    after = raw.split(".")[1]
    written_as_date = len(parts) == 3 or len(after) == 2
    found: dict[str, Any] = {"DOTTED": _date_figure(parts) if written_as_date else None}
    if len(parts) == 2:
        found["POINTFIG"] = clock(parts[0], parts[1]) if len(after) == 2 else None
        found["SHORTDATE"] = _date_figure(parts) if len(after) == 1 else None
        found["DECIMAL"] = float(raw)
    return found


def _slashed(parts: Parts, raw: str) -> dict[str, Any]:
    if raw in {"24/7", "50/50"}:
        return {}
    return {"SLASHED": _date_figure(parts), "FRACTION": _FRACTIONS.get(raw)}


_FRACTIONS = {"1/2": 0.5, "1/3": 1 / 3, "2/3": 2 / 3, "1/4": 0.25, "3/4": 0.75}


def _dashed(parts: Parts, _raw: str) -> dict[str, Any]:
    return {"DASHED": _date_figure(parts)}


def _part(parts: Parts, raw: str) -> dict[str, Any]:
    """A figure that touches the word before it, as in "x3"."""
    return {"TIMES": parts[0] if len(raw) <= 3 else None}


def _date_figure(parts: Parts) -> tuple[int, int, int | None] | None:
    year = full_year(parts[2]) if len(parts) > 2 else None
    in_range = 1 <= parts[0] <= 31 and 1 <= parts[1] <= 31 and (parts[0] <= 12 or parts[1] <= 12)
    return (parts[0], parts[1], year) if in_range else None


def _comma(_parts: Parts, raw: str) -> dict[str, Any]:
    return {"DECIMAL": float(raw.replace(",", "."))}


def _ordinal(parts: Parts, _raw: str) -> dict[str, Any]:
    return {"ORD": parts[0], "ORDFIG": parts[0]} if 1 <= parts[0] <= 31 else {}


def _number(parts: Parts, raw: str) -> dict[str, Any]:
    value = parts[0]
    found: dict[str, Any] = {"NUM": value if value <= 9999 else None, "FIG": value if value <= 9999 else None}
    if len(raw) == 4:
        found["HHMM"] = clock(value // 100, value % 100)
        found["YEAR"] = value if 2020 <= value <= 2099 else None
    if len(raw) == 3:
        found["HMM"] = clock(value // 100, value % 100) if value >= 100 else None
    if len(raw) == 2:
        found["FIG2"] = value if value <= 59 else None
        found["SHORTYEAR"] = full_year(value)
    return found


def _meridiem(_parts: Parts, raw: str) -> dict[str, Any]:
    return {"MERIDIEM": "am" if raw.startswith("a") else "pm"}


def _nothing(_parts: Parts, _raw: str) -> dict[str, Any]:
    return {}


_READERS = {
    "iso": _iso,
    "clock": _clock,
    "dotted": _dotted,
    "slashed": _slashed,
    "dashed": _dashed,
    "part": _part,
    "comma": _comma,
    "ordinal": _ordinal,
    "number": _number,
    "meridiem": _meridiem,
}
