"""Pin: a shared location becomes a time zone: the nearest of the zones' own places, and a few to choose from."""

import math
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from models.tables.columns import Instant
from worker.core.reply import Button, Reply
from worker.core.speaker import Speaker
from worker.features.settings.cities import city_of

_OFFERED = 4


def located(speaker: Speaker, latitude: float, longitude: float, now: Instant) -> Reply:
    """The zones nearest to the pin, to tap: near a border only the person knows which one holds."""
    zones = nearest_zones(latitude, longitude)
    buttons = [
        Button(
            f"{city_of(speaker.translator.language, zone)} · {now.astimezone(ZoneInfo(zone)):%H:%M}",
            f"zone:{zone}",
        )
        for zone in zones
    ]
    text = speaker.translator.gettext("What time is it where you are?")
    return Reply(text, tuple((button,) for button in buttons))


def nearest_zones(latitude: float, longitude: float, count: int = _OFFERED) -> list[str]:
    """IANA names, the nearest first, by the places in the database's own zone1970.tab (degrees)."""
    ranked = sorted(_places(), key=lambda place: _distance(latitude, longitude, place[1], place[2]))
    return [name for name, _, _ in ranked[:count]]


@lru_cache
def _places() -> tuple[tuple[str, float, float], ...]:
    table = files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple((row[2], *_coordinates(row[1])) for row in rows)


def _coordinates(written: str) -> tuple[float, float]:
    """ "+5230+01322" or "+404251-0740023" as degrees."""
    cut = max(written.rfind("+"), written.rfind("-"))
    return _degrees(written[:cut], 2), _degrees(written[cut:], 3)


def _degrees(part: str, whole: int) -> float:
    sign, digits = (-1 if part[0] == "-" else 1), part[1:]
    degrees, minutes, seconds = digits[:whole], digits[whole : whole + 2], digits[whole + 2 :] or "0"
    return sign * (int(degrees) + int(minutes) / 60 + int(seconds) / 3600)


def _distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The angle between two places on the globe."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    c = math.radians(longitude - other_longitude)
    return math.acos(max(-1.0, min(1.0, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(c))))
