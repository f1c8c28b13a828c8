"""A recurrence rule as text: "on Mondays and Thursdays", "every month on the 15th"."""

import datetime as dt

from worker.core.date_formats import day_and_month, month_name
from worker.core.i18n import Translator, gettext_noop
from worker.core.recurrence_rule import SHORTEST_MONTH, excepted_days, months_left_out

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


# Of more days left out than these only the number is said.
_MOST_EXCEPTIONS = 3


def recurrence_text(translator: Translator, rule: str) -> str:
    """The short text of an RFC 5545 rule (without its prefix); "repeats" for a rule that has none."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    said = _rule_text(translator, parts)
    if said is None:
        return translator.gettext("repeats")
    return _with_exceptions(translator, _with_end(translator, said, parts), rule)


def _with_end(translator: Translator, said: str, parts: dict[str, str]) -> str:
    if parts.get("COUNT", "").isdecimal():
        times = int(parts["COUNT"])
        return translator.ngettext("{rhythm}, {n} time", "{rhythm}, {n} times", times, rhythm=said)
    until = parts.get("UNTIL", "")[:8]
    if not until:
        return said
    day = day_and_month(translator, dt.date.fromisoformat(until))
    return translator.gettext("{rhythm} until {day}", rhythm=said, day=day)


def _with_exceptions(translator: Translator, said: str, rule: str) -> str:
    days, months = excepted_days(rule), months_left_out(rule)
    if months:
        said = _without_months(translator, said, months)
    if not days:
        return said
    if len(days) > _MOST_EXCEPTIONS:
        return translator.ngettext(
            "{rhythm} except {n} day", "{rhythm} except {n} days", len(days), rhythm=said
        )
    named = _joined_list(translator, [day_and_month(translator, day) for day in days])
    return translator.gettext("{rhythm} except {days}", rhythm=said, days=named)


def _without_months(translator: Translator, said: str, months: tuple[int, ...]) -> str:
    """ "every Friday except in August"; "every Friday in May and June" where fewer months are left than left out."""
    left = [month for month in range(1, 13) if month not in months]
    if len(months) <= len(left):
        named = [month_name(translator, month) for month in months]
        return translator.gettext(
            "{rhythm} except in {months}", rhythm=said, months=_joined_list(translator, named)
        )
    named = [month_name(translator, month, alone=True) for month in left]
    return translator.gettext(
        "{rhythm} only in {months}", rhythm=said, months=_joined_list(translator, named)
    )


def _rule_text(translator: Translator, parts: dict[str, str]) -> str | None:
    every = int(parts.get("INTERVAL", "1"))
    match parts.get("FREQ"):
        case "HOURLY" | "MINUTELY":
            # Of a time when this was not refused: a series has one task a day, and the card says so.
            rhythm = rhythm_within_a_day(translator, parts)
            return translator.gettext("{rhythm} (one task a day)", rhythm=rhythm)
        case "DAILY":
            return _interval_text(translator, "day", every)
        case "WEEKLY":
            return _weekly_text(translator, parts.get("BYDAY"), every)
        case "MONTHLY":
            return _monthly_text(translator, parts, every)
        case "YEARLY":
            return _yearly_text(translator, parts, every)
        case _:
            return None


def rhythm_within_a_day(translator: Translator, parts: dict[str, str]) -> str:
    """ "every 2 hours", "every 30 minutes", of a rule's parts."""
    unit = "hour" if parts["FREQ"] == "HOURLY" else "minute"
    return _interval_text(translator, unit, int(parts.get("INTERVAL", "1")))


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


def _yearly_text(translator: Translator, parts: dict[str, str], every: int) -> str:
    rhythm = _interval_text(translator, "year", every)
    if (parts.get("BYMONTH"), parts.get("BYMONTHDAY")) != ("2", "29"):
        return rhythm
    return translator.gettext("{rhythm} on 29 February (28 in other years)", rhythm=rhythm)


def _monthly_text(translator: Translator, parts: dict[str, str], every: int) -> str | None:
    rhythm = _interval_text(translator, "month", every)
    if "BYMONTHDAY" in parts:
        when = _month_days_text(translator, parts["BYMONTHDAY"].split(","))
    elif "BYDAY" in parts:
        when = _nth_weekdays_text(translator, parts["BYDAY"].replace("+", "").split(","))
    else:
        return rhythm
    return None if when is None else translator.gettext("{rhythm} {when}", rhythm=rhythm, when=when)


def _nth_weekdays_text(translator: Translator, days: list[str]) -> str | None:
    """ "on the first Monday and on the third Monday"; None for a day that has no text."""
    if not all(day in _NTH_WEEKDAY for day in days):
        return None
    return _joined_list(translator, [translator.gettext(_NTH_WEEKDAY[day]) for day in days])


def _month_days_text(translator: Translator, days: list[str]) -> str | None:
    """ "on the 1st and 15th"; None for days counted from the month's end, but for the very last."""
    if days == ["-1"]:
        return translator.gettext("on the last day")
    if not all(day.isdecimal() for day in days):
        return None
    numbers = sorted(int(day) for day in days)
    said = translator.gettext(
        "on the {days}", days=_joined_list(translator, [_ordinal(translator, number) for number in numbers])
    )
    if numbers[-1] <= SHORTEST_MONTH:
        return said
    return translator.gettext("{when} (in shorter months on the last day)", when=said)


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
        case "minute":
            said = (
                translator.gettext("every minute"),
                translator.ngettext("every {n} minute", "every {n} minutes", every),
            )
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
