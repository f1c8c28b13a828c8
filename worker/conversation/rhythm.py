"""Rhythm: a repetition's rule as a person says it: "every Mon, Thu", "every 2 weeks", "every month on the 15th"."""

import datetime as dt

from babel.dates import get_day_names

from worker.conversation.dates import day_and_month
from worker.conversation.words import Words

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}


def rhythm_text(words: Words, rule: str) -> str:
    """An RFC 5545 rule without prefix in half a line; "repeats" for one that has no short saying."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    said = _said(words, parts)
    if said is None:
        return words.say("repeats")
    until = parts.get("UNTIL", "")[:8]
    if not until:
        return said
    day = day_and_month(words, dt.date.fromisoformat(until))
    return words.say("{rhythm} until {day}", rhythm=said, day=day)


def _said(words: Words, parts: dict[str, str]) -> str | None:
    every = int(parts.get("INTERVAL", "1"))
    match parts.get("FREQ"):
        case "DAILY":
            return _each(words, "day", every)
        case "WEEKLY":
            return _weekly(words, parts.get("BYDAY"), every)
        case "MONTHLY":
            return _monthly(words, parts, every)
        case "YEARLY":
            return _each(words, "year", every)
        case _:
            return None


def _weekly(words: Words, days: str | None, every: int) -> str | None:
    if days is None:
        return _each(words, "week", every)
    if set(days.split(",")) == _WORKDAYS and every == 1:
        return words.say("every weekday")
    named = [_day_name(words, day) for day in days.split(",")]
    if None in named:
        return None
    listed = ", ".join(str(name) for name in named)
    if every == 1:
        return words.say("every {days}", days=listed)
    return words.say("{rhythm}, {when}", rhythm=_each(words, "week", every), when=listed)


def _monthly(words: Words, parts: dict[str, str], every: int) -> str | None:
    rhythm = _each(words, "month", every)
    if "BYMONTHDAY" in parts:
        days = parts["BYMONTHDAY"]
        when = words.say("last day") if days == "-1" else words.say("day {n}", n=days.replace(",", ", "))
        return words.say("{rhythm}, {when}", rhythm=rhythm, when=when)
    if "BYDAY" not in parts:
        return rhythm
    place, day = parts["BYDAY"][:-2], _day_name(words, parts["BYDAY"][-2:])
    places = {
        "1": words.say("first {day}", day=day),
        "2": words.say("second {day}", day=day),
        "3": words.say("third {day}", day=day),
        "4": words.say("fourth {day}", day=day),
        "-1": words.say("last {day}", day=day),
    }
    if day is None or place.lstrip("+") not in places:
        return None
    return words.say("{rhythm}, {when}", rhythm=rhythm, when=places[place.lstrip("+")])


def _each(words: Words, unit: str, every: int) -> str:
    match unit:
        case "day":
            said = words.say("every day"), words.count("every {n} day", "every {n} days", every)
        case "week":
            said = words.say("every week"), words.count("every {n} week", "every {n} weeks", every)
        case "month":
            said = words.say("every month"), words.count("every {n} month", "every {n} months", every)
        case _:
            said = words.say("every year"), words.count("every {n} year", "every {n} years", every)
    return said[every > 1]


def _day_name(words: Words, code: str) -> str | None:
    if code not in _DAYS:
        return None
    return str(get_day_names("abbreviated", "format", locale=words.language)[_DAYS.index(code)])
