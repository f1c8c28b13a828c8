"""Finds IANA time zones by name, city or location, and names their cities in both languages."""

import math
import re
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from worker.core.i18n import LANGUAGES

# «в Москве», «в Алма-Ате», «в Казани»: the endings of the place where one is, and of its name.
_ENDINGS = (("е", "а"), ("е", ""), ("е", "я"), ("и", "ь"), ("и", "я"), ("ах", "ы"))


_MAX_ZONES = 4


# Where people live; the rest of the database are old and technical names.
_REGIONS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_SHORT_NAME = 4


# A zone, and the cities that people name instead of the one it is called after.
_BY_ZONE: dict[str, str] = {
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Belfast, Манчестер, Бирмингем, Эдинбург, Глазго, Белфаст",
    "Europe/Berlin": "Munich, München, Hamburg, Frankfurt, Cologne, Köln, Stuttgart, Dusseldorf, Düsseldorf, Leipzig, "
    "Dresden, Мюнхен, Гамбург, Франкфурт, Кёльн, Штутгарт, Дюссельдорф, Лейпциг, Дрезден",
    "Europe/Paris": "Lyon, Marseille, Nice, Лион, Марсель, Ницца",
    "Europe/Rome": "Milan, Milano, Naples, Turin, Venice, Florence, Милан, Неаполь, Турин, Венеция, Флоренция",
    "Europe/Madrid": "Barcelona, Valencia, Seville, Malaga, Барселона, Валенсия, Севилья, Малага",
    "Europe/Lisbon": "Porto, Порту",
    "Europe/Zurich": "Geneva, Basel, Bern, Женева, Базель, Берн",
    "Europe/Warsaw": "Krakow, Cracow, Wroclaw, Gdansk, Краков, Вроцлав, Гданьск",
    "Europe/Kyiv": "Kiev, Kharkiv, Odesa, Odessa, Lviv, Dnipro, Киев, Київ, Харьков, Одесса, Львов, Днепр",
    "Europe/Istanbul": "Ankara, Antalya, Izmir, Анкара, Анталья, Измир",
    "Europe/Moscow": "Saint Petersburg, St Petersburg, Kazan, Sochi, Nizhny Novgorod, Rostov, Voronezh, Krasnodar, Санкт-Петербург, "
    "Петербург, Питер, Казань, Сочи, Нижний Новгород, Ростов, Ростов-на-Дону, Воронеж, Краснодар, Тула, Ярославль, "
    "Рязань, Тверь, Мурманск, Архангельск, Махачкала, Ставрополь",
    "Europe/Samara": "Tolyatti, Izhevsk, Тольятти, Ижевск",
    "Asia/Yekaterinburg": "Ekaterinburg, Chelyabinsk, Ufa, Perm, Tyumen, Orenburg, Челябинск, Уфа, Пермь, Тюмень, Оренбург, Сургут, "
    "Магнитогорск",
    "Asia/Vladivostok": "Khabarovsk, Хабаровск",
    "Asia/Almaty": "Astana, Shymkent, Karaganda, Астана, Шымкент, Караганда, Алма-Ата",
    "Asia/Dubai": "Abu Dhabi, Абу-Даби",
    "Asia/Qatar": "Doha, Доха",
    "Asia/Jerusalem": "Tel Aviv, Haifa, Тель-Авив, Хайфа",
    "Asia/Nicosia": "Limassol, Larnaca, Paphos, Лимасол, Лимассол, Ларнака, Пафос",
    "Asia/Kolkata": "Calcutta, Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Goa, Калькутта, Мумбаи, Бомбей, "
    "Дели, Нью-Дели, Бангалор, Ченнаи, Гоа",
    "Asia/Shanghai": "Beijing, Shenzhen, Guangzhou, Пекин, Шэньчжэнь, Гуанчжоу",
    "Asia/Tokyo": "Osaka, Kyoto, Осака, Киото",
    "Asia/Seoul": "Busan, Пусан",
    "Asia/Bangkok": "Phuket, Pattaya, Hanoi, Пхукет, Паттайя, Ханой",
    "Asia/Ho_Chi_Minh": "Saigon, Хошимин, Сайгон",
    "Asia/Makassar": "Bali, Denpasar, Бали, Денпасар",
    "Africa/Johannesburg": "Cape Town, Durban, Кейптаун, Дурбан",
    "America/New_York": "Boston, Miami, Washington, Philadelphia, Atlanta, Бостон, Майами, Вашингтон, Филадельфия, Атланта, NYC",
    "America/Chicago": "Houston, Dallas, Austin, Хьюстон, Даллас, Остин",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Las Vegas, Portland, Сан-Франциско, Сиэтл, Сан-Диего, "
    "Лас-Вегас, Портленд, LA",
    "America/Toronto": "Montreal, Ottawa, Quebec, Монреаль, Оттава, Квебек",
    "America/Edmonton": "Calgary, Калгари",
    "America/Sao_Paulo": "Rio de Janeiro, Rio, Рио-де-Жанейро, Рио",
    "America/Argentina/Buenos_Aires": "Buenos Aires, Буэнос-Айрес",
}


def fold_city(name: str) -> str:
    """A place's name in the form that is compared: lower case, «е» for «ё», spaces for hyphens."""
    return name.strip().casefold().replace("ё", "е").replace("-", " ").replace("_", " ")


def other_cities() -> dict[str, str]:
    """Zones by the folded names of the cities above."""
    return {fold_city(city): zone for zone, cities in _BY_ZONE.items() for city in cities.split(",")}


def city_of_zone(language: str, zone: str) -> str:
    """The city a zone is named after, in the given language; the zone's own name when there is none (UTC)."""
    if "/" not in zone:
        return zone
    return str(get_timezone_location(zone, locale=language, return_city=True)).rsplit("/", 1)[-1]


def find_zone(wanted: str) -> str | None:
    """The IANA zone of typed text: "europe/berlin", "Berlin", "new york", «москва», or a misspelling; None if unknown."""
    typed, known = fold_city(wanted), _known_names()
    if typed in known:
        return known[typed]
    # A near miss of a short name is another city: "Rio" is not "Rome".
    near = get_close_matches(typed, known, n=1, cutoff=0.82) if len(typed) > _SHORT_NAME else []
    return known[near[0]] if near else None


@lru_cache
def _known_names() -> dict[str, str]:
    """Folded names of zones, of their cities in every language we speak, and of other big cities."""
    names: dict[str, str] = {"utc": "UTC"}
    places = _inhabited_zones()
    names |= {fold_city(name): name for name in places}
    for name in places:
        names.setdefault(fold_city(name.split("/")[-1]), name)
    for language in LANGUAGES:
        for name in places:
            names.setdefault(fold_city(get_timezone_location(name, locale=language, return_city=True)), name)
    return names | other_cities()


def _inhabited_zones() -> list[str]:
    """Zones where people live, those that countries name first: the others are mostly links to one of them."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    named = [line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")]
    known = available_timezones()
    others = sorted(name for name in known - set(named) if "/" in name and name.split("/")[0] in _REGIONS)
    return [name for name in named if name in known] + others


def nearest_zones(latitude: float, longitude: float, count: int = _MAX_ZONES) -> list[str]:
    """The IANA zones nearest to a location in degrees, nearest first, by the places of zone1970.tab."""
    ranked = sorted(_zone_places(), key=lambda place: _distance(latitude, longitude, place[1], place[2]))
    return [name for name, _, _ in ranked[:count]]


@lru_cache
def _zone_places() -> tuple[tuple[str, float, float], ...]:
    table = files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
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
    """The zone of a place in a sentence («в Москве», "London"); None for an unknown place."""
    name = re.sub(r"^(?:in|to|в|во)\s+", "", place.strip(), flags=re.IGNORECASE)
    folded = name.casefold()
    bent = [folded.removesuffix(old) + new for old, new in _ENDINGS if folded.endswith(old)]
    return next((zone for zone in map(find_zone, [folded, *bent]) if zone is not None), None)
