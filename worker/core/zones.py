"""Finds IANA time zones by name, city, country, offset or location, and names their cities in both languages."""

import datetime as dt
import math
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from rapidfuzz import fuzz, process

from worker.core.i18n import LANGUAGES

# «в Москве», «в Алма-Ате», «в Казани»: the endings of the place where one is, and of its name.
_ENDINGS = (("е", "а"), ("е", ""), ("е", "я"), ("и", "ь"), ("и", "я"), ("ах", "ы"))


_MAX_ZONES = 4


# Where people live; the rest of the database are old and technical names.
_REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_SHORT_NAME = 4
_ALIKE = 82
_MOSCOW = ("msk", "мск")
_OFFSET = re.compile(
    r"(?P<from>utc|gmt|utc\s{0,3}/\s{0,3}gmt|msk|мск)?\s{0,3}(?P<sign>[+\-\u2212 ])\s{0,3}(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>[0-5]\d))?"
)


def fold_city(name: str) -> str:
    """A place's name in the form that is compared: lower case, «е» for «ё», spaces for hyphens."""
    return name.strip().casefold().replace("ё", "е").replace("-", " ").replace("_", " ")


def city_of_zone(language: str, zone: str) -> str:
    """The city a zone is named after, in the given language; the zone's own name when there is none (UTC)."""
    if "/" not in zone or zone.startswith("Etc/"):
        return zone_name(zone)
    return str(get_timezone_location(zone, locale=language, return_city=True)).rsplit("/", 1)[-1]


def find_zone(wanted: str) -> str | None:
    """The one zone of typed text (see `find_zones`); None for none or several."""
    found = find_zones(wanted)
    return found[0] if len(found) == 1 else None


def find_zones(wanted: str) -> tuple[str, ...]:
    """The zones that typed text may mean: "Berlin", «москва», "Chile", "EST", "UTC+5:30", or a misspelling.

    Several where one name stands for several ("Samoa", a country of many zones); none for an unknown name.
    """
    typed, known = fold_city(wanted), _known_names()
    if typed in known:
        return known[typed]
    if (offset := _zone_of_offset(typed)) is not None:
        return (offset,)
    # A near miss of a short name is another city: "Rio" is not "Rome".
    near = process.extractOne(typed, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[near[0]] if near is not None and len(typed) > _SHORT_NAME else ()


def _zone_of_offset(typed: str) -> str | None:
    """The zone that is so far off Greenwich ("utc+3", "+5:30"), or off Moscow («мск+2»)."""
    found = _OFFSET.fullmatch(typed)
    if found is None:
        return None
    minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
    minutes = (-minutes if found["sign"] != "+" else minutes) + (180 if found["from"] in _MOSCOW else 0)
    if minutes % 60:
        sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
        return _names()["offsets"].get(f"{sign}{size // 60:02}:{size % 60:02}")
    # The sign of these zones is turned round: Etc/GMT-3 is three hours before Greenwich.
    name = f"Etc/GMT{-minutes // 60:+d}" if minutes else "UTC"
    return name if name in available_timezones() else None


@lru_cache
def _names() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("worker.core").joinpath("zone_names.toml").read_text(encoding="utf-8"))


@lru_cache
def _known_names() -> dict[str, tuple[str, ...]]:
    """Folded names of zones, of their cities in every language we speak, of countries, and what people say instead."""
    names: dict[str, tuple[str, ...]] = {"utc": ("UTC",)}
    places = _inhabited_zones()
    names |= {fold_city(name): (name,) for name in places}
    for name in places:
        names.setdefault(fold_city(name.split("/")[-1]), (name,))
    for language in LANGUAGES:
        for name in places:
            names.setdefault(
                fold_city(get_timezone_location(name, locale=language, return_city=True)), (name,)
            )
    for country, zones in _zones_by_country().items():
        for language in LANGUAGES:
            names.setdefault(fold_city(Locale(language).territories.get(country, country)), zones)
    for table in ("cities", "abbreviations"):
        names |= {
            fold_city(said): (zone,)
            for zone, all_said in _names()[table].items()
            for said in all_said.split(",")
        }
    return names | {
        fold_city(said): tuple(zones)
        for all_said, zones in _names()["ambiguous"].items()
        for said in all_said.split(",")
    }


def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """The zones of each country, by its code, one of those whose clocks never differ."""
    own: dict[str, list[str]] = {}
    for codes, _, name, *_ in _zone_rows("zone.tab"):
        own.setdefault(codes, []).append(name)
    return {code: _differing(zones) for code, zones in own.items()}


def _differing(zones: list[str]) -> tuple[str, ...]:
    """The first of the zones that show the same clock all year round."""
    by_clock: dict[tuple[dt.timedelta | None, ...], str] = {}
    for name in zones:
        clocks = tuple(
            dt.datetime(2026, month, 1, tzinfo=ZoneInfo(name)).utcoffset() for month in (1, 4, 7, 10)
        )
        by_clock.setdefault(clocks, name)
    return tuple(by_clock.values())


def _zone_rows(table: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def zone_name(zone: str) -> str:
    """A zone's name as people read it: "Europe/Berlin", and "UTC+3" for "Etc/GMT-3"."""
    hours = zone.removeprefix("Etc/GMT")
    return zone if hours == zone or not hours else f"UTC{-int(hours):+d}"


def _inhabited_zones() -> list[str]:
    """Zones where people live, those that countries name first: the others are mostly links to one of them."""
    named = [row[2] for row in _zone_rows("zone.tab")]
    known = available_timezones()
    others = sorted(name for name in known - set(named) if "/" in name and name.split("/")[0] in _REGIONS)
    return [name for name in named if name in known] + others


def nearest_zones(latitude: float, longitude: float, count: int = _MAX_ZONES) -> list[str]:
    """The IANA zones nearest to a location in degrees, nearest first, by the places of zone1970.tab."""
    ranked = sorted(_zone_places(), key=lambda place: _distance(latitude, longitude, place[1], place[2]))
    return [name for name, _, _ in ranked[:count]]


@lru_cache
def _zone_places() -> tuple[tuple[str, float, float], ...]:
    rows = _zone_rows("zone1970.tab")
    return tuple((row[2], *_coordinates(row[1])) for row in rows)


def _coordinates(written: str) -> tuple[float, float]:
    """ "+5230+01322" or "+404251-0740023" as degrees."""
    cut = max(written.rfind("+"), written.rfind("-"))
    return _parse_degrees(written[:cut], 2), _parse_degrees(written[cut:], 3)


def _parse_degrees(part: str, whole: int) -> float:
    sign, digits = (-1 if part[0] == "-" else 1), part[1:]
    degrees, minutes, seconds = digits[:whole], digits[whole : whole + 2], digits[whole + 2 :] or "0"
    return sign * (int(degrees) + int(minutes) / 60 + int(seconds) / 3600)


def _distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The angle between two places on the globe, in radians."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    c = math.radians(longitude - other_longitude)
    return math.acos(max(-1.0, min(1.0, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(c))))


def zone_of_place(place: str) -> str | None:
    """The zone of a place in a sentence («в Москве», "London"); None for an unknown place, and for one of several zones."""
    found = zones_of_place(place)
    return found[0] if len(found) == 1 else None


def zones_of_place(place: str) -> tuple[str, ...]:
    """The zones that a place in a sentence may have (see `find_zones`)."""
    name = re.sub(r"^(?:in|to|the|в|во|на)\s+", "", place.strip(), flags=re.IGNORECASE)
    folded = name.casefold()
    bent = [folded.removesuffix(old) + new for old, new in _ENDINGS if folded.endswith(old)]
    return next((zones for zones in map(find_zones, [folded, *bent]) if zones), ())
