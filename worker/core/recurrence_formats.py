"""A recurrence rule as text: "on Mondays and Thursdays", "every month on the 15th"."""

import datetime as dt

from worker.core.date_formats import day_and_month
from worker.core.i18n import Translator, gettext_noop

# Russian says each day in its own gender and case, so each is a text of its own.
_EVERY_WEEKDAY = {
    "MO": gettext_noop("every Monday"),
    "TU": gettext_noop("every Tuesday"),
    "WE": gettext_noop("every Wednesday"),
    "TH": gettext_noop("every Thursday"),
    "FR": gettext_noop("every Friday"),
    "SA": gettext_noop("every Saturday"),
    "SU": gettext_noop("every Sunday"),
}
_WEEKDAYS_PLURAL = {
    "MO": gettext_noop("Mondays"),
    "TU": gettext_noop("Tuesdays"),
    "WE": gettext_noop("Wednesdays"),
    "TH": gettext_noop("Thursdays"),
    "FR": gettext_noop("Fridays"),
    "SA": gettext_noop("Saturdays"),
    "SU": gettext_noop("Sundays"),
}
_NTH_WEEKDAY = {
    "1MO": gettext_noop("on the first Monday"),
    "1TU": gettext_noop("on the first Tuesday"),
    "1WE": gettext_noop("on the first Wednesday"),
    "1TH": gettext_noop("on the first Thursday"),
    "1FR": gettext_noop("on the first Friday"),
    "1SA": gettext_noop("on the first Saturday"),
    "1SU": gettext_noop("on the first Sunday"),
    "2MO": gettext_noop("on the second Monday"),
    "2TU": gettext_noop("on the second Tuesday"),
    "2WE": gettext_noop("on the second Wednesday"),
    "2TH": gettext_noop("on the second Thursday"),
    "2FR": gettext_noop("on the second Friday"),
    "2SA": gettext_noop("on the second Saturday"),
    "2SU": gettext_noop("on the second Sunday"),
    "3MO": gettext_noop("on the third Monday"),
    "3TU": gettext_noop("on the third Tuesday"),
    "3WE": gettext_noop("on the third Wednesday"),
    "3TH": gettext_noop("on the third Thursday"),
    "3FR": gettext_noop("on the third Friday"),
    "3SA": gettext_noop("on the third Saturday"),
    "3SU": gettext_noop("on the third Sunday"),
    "4MO": gettext_noop("on the fourth Monday"),
    "4TU": gettext_noop("on the fourth Tuesday"),
    "4WE": gettext_noop("on the fourth Wednesday"),
    "4TH": gettext_noop("on the fourth Thursday"),
    "4FR": gettext_noop("on the fourth Friday"),
    "4SA": gettext_noop("on the fourth Saturday"),
    "4SU": gettext_noop("on the fourth Sunday"),
    "-1MO": gettext_noop("on the last Monday"),
    "-1TU": gettext_noop("on the last Tuesday"),
    "-1WE": gettext_noop("on the last Wednesday"),
    "-1TH": gettext_noop("on the last Thursday"),
    "-1FR": gettext_noop("on the last Friday"),
    "-1SA": gettext_noop("on the last Saturday"),
    "-1SU": gettext_noop("on the last Sunday"),
}
_WORKDAYS, _WEEKEND = {"MO", "TU", "WE", "TH", "FR"}, {"SA", "SU"}
_ORDINALS = {1: gettext_noop("{n}st"), 2: gettext_noop("{n}nd"), 3: gettext_noop("{n}rd")}


def recurrence_text(translator: Translator, rule: str) -> str:
    """The short text of an RFC 5545 rule (without its prefix); "repeats" for a rule that has none."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    said = _rule_text(translator, parts)
    if said is None:
        return translator.gettext("repeats")
    if parts.get("COUNT", "").isdecimal():
        times = int(parts["COUNT"])
        return translator.ngettext("{rhythm}, {n} time", "{rhythm}, {n} times", times, rhythm=said)
    until = parts.get("UNTIL", "")[:8]
    if not until:
        return said
    day = day_and_month(translator, dt.date.fromisoformat(until))
    return translator.gettext("{rhythm} until {day}", rhythm=said, day=day)


def _rule_text(translator: Translator, parts: dict[str, str]) -> str | None:
    every = int(parts.get("INTERVAL", "1"))
    match parts.get("FREQ"):
        case "HOURLY":
            # A series has one task a day, so the card says what is done of what was asked.
            rhythm = _interval_text(translator, "hour", every)
            return translator.gettext("{rhythm} (one task a day)", rhythm=rhythm)
        case "DAILY":
            return _interval_text(translator, "day", every)
        case "WEEKLY":
            return _weekly_text(translator, parts.get("BYDAY"), every)
        case "MONTHLY":
            return _monthly_text(translator, parts, every)
        case "YEARLY":
            return _interval_text(translator, "year", every)
        case _:
            return None


def _weekly_text(translator: Translator, days: str | None, every: int) -> str | None:
    if days is None:
        return _interval_text(translator, "week", every)
    codes = [code for code in _EVERY_WEEKDAY if code in days.split(",")]
    if len(codes) != len(set(days.split(","))):
        return None
    if every == 1 and len(codes) in (1, len(_EVERY_WEEKDAY)):
        return (
            translator.gettext(_EVERY_WEEKDAY[codes[0]])
            if len(codes) == 1
            else translator.gettext("every day")
        )
    if every == 1 and set(codes) == _WORKDAYS:
        return translator.gettext("every weekday")
    when = translator.gettext(
        "on {days}",
        days=_joined_list(translator, [translator.gettext(_WEEKDAYS_PLURAL[code]) for code in codes]),
    )
    if set(codes) == _WEEKEND:
        when = translator.gettext("at weekends")
    return (
        when
        if every == 1
        else translator.gettext(
            "{rhythm} {when}", rhythm=_interval_text(translator, "week", every), when=when
        )
    )


def _monthly_text(translator: Translator, parts: dict[str, str], every: int) -> str | None:
    rhythm = _interval_text(translator, "month", every)
    if "BYMONTHDAY" in parts:
        when = _month_days_text(translator, parts["BYMONTHDAY"].split(","))
    elif "BYDAY" in parts:
        nth = _NTH_WEEKDAY.get(parts["BYDAY"].lstrip("+"))
        when = None if nth is None else translator.gettext(nth)
    else:
        return rhythm
    return None if when is None else translator.gettext("{rhythm} {when}", rhythm=rhythm, when=when)


def _month_days_text(translator: Translator, days: list[str]) -> str | None:
    """ "on the 1st and 15th"; None for days counted from the month's end, but for the very last."""
    if days == ["-1"]:
        return translator.gettext("on the last day")
    if not all(day.isdecimal() for day in days):
        return None
    numbers = sorted(int(day) for day in days)
    return translator.gettext(
        "on the {days}", days=_joined_list(translator, [_ordinal(translator, number) for number in numbers])
    )


def _ordinal(translator: Translator, number: int) -> str:
    text = gettext_noop("{n}th") if number in (11, 12, 13) else _ORDINALS.get(number % 10, "{n}th")
    return translator.gettext(text, n=number)


def _joined_list(translator: Translator, texts: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(texts) == 1:
        return texts[0]
    return translator.gettext("{first} and {last}", first=", ".join(texts[:-1]), last=texts[-1])


def _interval_text(translator: Translator, unit: str, every: int) -> str:
    match unit:
        case "hour":
            said = (
                translator.gettext("every hour"),
                translator.ngettext("every {n} hour", "every {n} hours", every),
            )
        case "day":
            said = (
                translator.gettext("every day"),
                translator.ngettext("every {n} day", "every {n} days", every),
            )
        case "week":
            said = (
                translator.gettext("every week"),
                translator.ngettext("every {n} week", "every {n} weeks", every),
            )
        case "month":
            said = (
                translator.gettext("every month"),
                translator.ngettext("every {n} month", "every {n} months", every),
            )
        case _:
            said = (
                translator.gettext("every year"),
                translator.ngettext("every {n} year", "every {n} years", every),
            )
    return said[every > 1]
