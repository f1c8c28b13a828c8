"""A text that is an age and nothing else, in days: "two weeks", "10 days", «месяц», «двух недель»."""

import re

from worker.understanding.local.message_tokens import lowered, normalise

_COUNTS = {
    **dict.fromkeys(("", "a", "one", "the", "один", "одну", "одного", "одной"), 1),
    **dict.fromkeys(
        ("two", "couple", "a couple", "a couple of", "two full", "две", "два", "двух", "пару", "пары"), 2
    ),
    **dict.fromkeys(("three", "a few", "несколько", "нескольких", "три", "трех"), 3),
    **dict.fromkeys(("four", "четыре", "четырех"), 4),
    **dict.fromkeys(("five", "пять", "пяти"), 5),
    **dict.fromkeys(("six", "шесть", "шести"), 6),
    **dict.fromkeys(("seven", "семь", "семи"), 7),
    **dict.fromkeys(("ten", "десять", "десяти"), 10),
}
_UNITS = {
    "day": 1,
    "week": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "д": 1,
    "н": 7,
    "м": 30,
    "г": 365,
    "л": 365,
}
_AGE = re.compile(
    r"(?P<count>\d{1,3}|[^\W\d]{1,20}(?: [^\W\d]{1,20}){0,2}|) ?"
    r"(?P<unit>(?:day|week|fortnight|month|year)(?=s?$)|д(?=(?:ень|ня|ней)$)|н(?=едел\w{1,2}$)|м(?=есяц\w{0,2}$)|г(?=ода?$)|л(?=ет$))\w{0,20}"
)


def age_in_days(said: str) -> int | None:
    """The days of an age; None for all else. A month counts as 30 days, a year as 365."""
    found = _AGE.fullmatch(" ".join(lowered(normalise(said)).split()))
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdecimal() else _COUNTS.get(found["count"].strip())
    return None if not count else count * _UNITS[found["unit"]]
