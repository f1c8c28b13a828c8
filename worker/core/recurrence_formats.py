"""Rhythm: a repetition's rule as a person says it: "on Mondays and Thursdays", "every month on the 15th"."""

import datetime as dt

from worker.core.date_formats import day_and_month
from worker.core.i18n import Words, later

# Russian says each day in its own gender and case, so each is a text of its own.
_EACH = {
    "MO": later("every Monday"),
    "TU": later("every Tuesday"),
    "WE": later("every Wednesday"),
    "TH": later("every Thursday"),
    "FR": later("every Friday"),
    "SA": later("every Saturday"),
    "SU": later("every Sunday"),
}
_SEVERAL = {
    "MO": later("Mondays"),
    "TU": later("Tuesdays"),
    "WE": later("Wednesdays"),
    "TH": later("Thursdays"),
    "FR": later("Fridays"),
    "SA": later("Saturdays"),
    "SU": later("Sundays"),
}
_NTH = {
    "1MO": later("on the first Monday"),
    "1TU": later("on the first Tuesday"),
    "1WE": later("on the first Wednesday"),
    "1TH": later("on the first Thursday"),
    "1FR": later("on the first Friday"),
    "1SA": later("on the first Saturday"),
    "1SU": later("on the first Sunday"),
    "2MO": later("on the second Monday"),
    "2TU": later("on the second Tuesday"),
    "2WE": later("on the second Wednesday"),
    "2TH": later("on the second Thursday"),
    "2FR": later("on the second Friday"),
    "2SA": later("on the second Saturday"),
    "2SU": later("on the second Sunday"),
    "3MO": later("on the third Monday"),
    "3TU": later("on the third Tuesday"),
    "3WE": later("on the third Wednesday"),
    "3TH": later("on the third Thursday"),
    "3FR": later("on the third Friday"),
    "3SA": later("on the third Saturday"),
    "3SU": later("on the third Sunday"),
    "4MO": later("on the fourth Monday"),
    "4TU": later("on the fourth Tuesday"),
    "4WE": later("on the fourth Wednesday"),
    "4TH": later("on the fourth Thursday"),
    "4FR": later("on the fourth Friday"),
    "4SA": later("on the fourth Saturday"),
    "4SU": later("on the fourth Sunday"),
    "-1MO": later("on the last Monday"),
    "-1TU": later("on the last Tuesday"),
    "-1WE": later("on the last Wednesday"),
    "-1TH": later("on the last Thursday"),
    "-1FR": later("on the last Friday"),
    "-1SA": later("on the last Saturday"),
    "-1SU": later("on the last Sunday"),
}
_WORKDAYS, _WEEKEND = {"MO", "TU", "WE", "TH", "FR"}, {"SA", "SU"}
_ORDINALS = {1: later("{n}st"), 2: later("{n}nd"), 3: later("{n}rd")}


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
    codes = [code for code in _EACH if code in days.split(",")]
    if len(codes) != len(set(days.split(","))):
        return None
    if every == 1 and len(codes) in (1, len(_EACH)):
        return words.say(_EACH[codes[0]]) if len(codes) == 1 else words.say("every day")
    if every == 1 and set(codes) == _WORKDAYS:
        return words.say("every weekday")
    when = words.say("on {days}", days=_listed(words, [words.say(_SEVERAL[code]) for code in codes]))
    if set(codes) == _WEEKEND:
        when = words.say("at weekends")
    return when if every == 1 else words.say("{rhythm} {when}", rhythm=_each(words, "week", every), when=when)


def _monthly(words: Words, parts: dict[str, str], every: int) -> str | None:
    rhythm = _each(words, "month", every)
    if "BYMONTHDAY" in parts:
        when = _of_month(words, parts["BYMONTHDAY"].split(","))
    elif "BYDAY" in parts:
        nth = _NTH.get(parts["BYDAY"].lstrip("+"))
        when = None if nth is None else words.say(nth)
    else:
        return rhythm
    return None if when is None else words.say("{rhythm} {when}", rhythm=rhythm, when=when)


def _of_month(words: Words, days: list[str]) -> str | None:
    """ "on the 1st and 15th"; None for days counted from the month's end, but for the very last."""
    if days == ["-1"]:
        return words.say("on the last day")
    if not all(day.isdecimal() for day in days):
        return None
    numbers = sorted(int(day) for day in days)
    return words.say("on the {days}", days=_listed(words, [_ordinal(words, number) for number in numbers]))


def _ordinal(words: Words, number: int) -> str:
    text = later("{n}th") if number in (11, 12, 13) else _ORDINALS.get(number % 10, "{n}th")
    return words.say(text, n=number)


def _listed(words: Words, texts: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(texts) == 1:
        return texts[0]
    return words.say("{first} and {last}", first=", ".join(texts[:-1]), last=texts[-1])


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
