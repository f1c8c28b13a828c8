"""Rules for repetitions that both languages share: lists of days, clock times beside them, starts and ends."""

import datetime as dt
from typing import Any

from worker.understanding.dates import days
from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.rrule import DAY_CODES, WORKDAYS
from worker.understanding.dates.values import Amount, Clock, Day, Repeat, amount, in_part
from worker.understanding.dates.wordlists import words

Change = dict[str, Any]
# So many times and more are not meant within one day: "every day, ten times".
TIMES_A_DAY = 5

_UNITS = {
    "minute": ("MINUTELY", 1),
    "hour": ("HOURLY", 1),
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "halfyear": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}


def every(_: Frame, unit: str, count: float = 1) -> Repeat | None:
    """Every so many units."""
    if unit not in _UNITS:
        return Repeat(None, sure=False)
    freq, step = _UNITS[unit]
    interval = step * count
    if interval != int(interval) or not 1 <= interval <= 999:
        return None
    if freq == "MONTHLY" and interval == 12:
        return Repeat("YEARLY")
    return Repeat(freq, int(interval))


def every_half_hour(*_: Any) -> Repeat:
    """ "every half hour"."""
    return Repeat("MINUTELY", 30)


def on_days(numbers: tuple[int, ...], interval: float = 1) -> Repeat | None:
    """Weekly on these weekdays."""
    ordered = tuple(DAY_CODES[number] for number in sorted(set(numbers)))
    return Repeat("WEEKLY", int(interval), byday=ordered) if interval == int(interval) else None


def workdays(_: Frame, *__: Any) -> Repeat:
    """Monday to Friday."""
    return Repeat("WEEKLY", byday=WORKDAYS)


def weekends(_: Frame, *__: Any) -> Repeat:
    """Saturday and Sunday."""
    return Repeat("WEEKLY", byday=("SA", "SU"))


def every_other_weekend(*_: Any) -> Repeat:
    """Saturday and Sunday of every second week."""
    return Repeat("WEEKLY", 2, byday=("SA", "SU"))


def weekends_of_weeks(_: Frame, *counts: float) -> Repeat | None:
    """Saturday and Sunday of every so many weeks; the count is the last value that was captured."""
    return on_days((5, 6), counts[-1])


def except_days(numbers: tuple[int, ...], among: tuple[str, ...] = DAY_CODES) -> Repeat | None:
    """Weekly on all of these days but some."""
    left = tuple(code for code in among if DAY_CODES.index(code) not in numbers)
    return Repeat("WEEKLY", byday=left) if left else None


def of_month(numbers: tuple[int, ...], interval: int = 1) -> Repeat:
    """Monthly on these day numbers (-1 is the last day)."""
    return Repeat("MONTHLY", interval, bymonthday=tuple(sorted(set(numbers))))


Place = tuple[int, int]  # the n-th weekday of a month: (n, weekday), -1 for the last


def weekday_of_month(place: Place) -> Repeat:
    """Monthly on the n-th weekday."""
    return weekdays_of_months((place,))


def weekdays_of_months(places: tuple[Place, ...], interval: float = 1) -> Repeat:
    """Every so many months on these weekdays of the month."""
    return Repeat(
        "MONTHLY", int(interval), byday=tuple(f"{number}{DAY_CODES[day]}" for number, day in places)
    )


def places_of_months(_: Frame, places: tuple[Place, ...], interval: float) -> Repeat:
    """ "first and third Friday of every other month"."""
    return weekdays_of_months(places, interval)


def months_on_places(_: Frame, interval: float, places: tuple[Place, ...]) -> Repeat:
    """The same with the months first."""
    return weekdays_of_months(places, interval)


def yearly_on_place(_: Frame, place: Place, month: int, interval: float = 1) -> Repeat:
    """ "every other year on the fourth Thursday of November"."""
    return Repeat("YEARLY", int(interval), byday=(f"{place[0]}{DAY_CODES[place[1]]}",), bymonth=month)


def yearly_on_days(_: Frame, month: int, numbers: tuple[int, ...]) -> Repeat | None:
    """ "every aug 20 and 30"."""
    fits = all(1 <= number <= 31 for number in numbers)
    return Repeat("YEARLY", bymonth=month, bymonthday=tuple(sorted(set(numbers)))) if fits else None


def _stride(_: Frame, months: float) -> float | None:
    return months if months == int(months) and 1 <= months <= 120 else None


def stride(months: float) -> Intent:
    """So many months (or years) from one time to the next."""
    return lambda *_: months


def counted_stride(per: int) -> Intent:
    """ "every 3 months", "every other year", in units of so many months or years."""
    return lambda frame, *values: _stride(frame, per * next(v for v in reversed(values) if v is not None))


def every_quarter_on(numbers: tuple[int, ...]) -> Repeat:
    """Every third month on these day numbers."""
    return of_month(numbers, 3)


def yearly_month_end(_: Frame, month: int) -> Repeat:
    """Every year on the last day of the month."""
    return Repeat("YEARLY", bymonth=month, bymonthday=(-1,))


def workday_of_month(place: int) -> Repeat:
    """Monthly on the first (1) or last (-1) Monday-to-Friday day."""
    return Repeat("MONTHLY", byday=WORKDAYS, bysetpos=place)


def quarter_ends(frame: Frame, *_: Any) -> Repeat:
    """The last day of every quarter, from the next one on."""
    end = days.quarter_end(frame.scene.today)
    start = end if end > frame.scene.today else days.quarter_end(frame.scene.today, 1)
    return Repeat("MONTHLY", 3, bymonthday=(-1,), start=start)


def yearly(_: Frame, date: Day) -> Repeat:
    """Every year on this day and month."""
    return Repeat("YEARLY", bymonth=date.date.month, bymonthday=(date.date.day,))


def inexpressible(_: Frame, *__: Any) -> Repeat:
    """ "twice a week": said, but no rule says on which days."""
    return Repeat(None, sure=False)


def changed(_: Frame, repeat: Repeat, change: Change) -> Repeat | None:
    """The repetition with what was said beside it; an hour within the part of the day it names. None where "every day 3
    times" may be a number of times a day."""
    clock = change.get("clock")
    if clock and repeat.clock and repeat.clock.part:
        change = change | {"clock": in_part(clock, repeat.clock.part)}
    few = change.get("repeats", 0) < TIMES_A_DAY
    if change.pop("times_bare", False) and repeat.freq == "DAILY" and few:
        return None
    return _ending_later(repeat._replace(**change))


def _ending_later(repeat: Repeat) -> Repeat:
    """An end said without a year lies after the start."""
    until = repeat.until
    while until and repeat.start and until < repeat.start and until.year < repeat.start.year + 2:
        until = days.add_months(until, 12)
    return repeat._replace(until=until)


def changed_before(frame: Frame, change: Change, repeat: Repeat) -> Repeat | None:
    """The same, said before the repetition; a time that came with the repetition itself stays."""
    return changed(frame, repeat, change)


def changed_around(frame: Frame, before: Change, repeat: Repeat, after: Change) -> Repeat | None:
    """The same, said on both sides."""
    return changed(frame, repeat, before | after)


_DEADLINE_WORDS = words("by before к ко до")


def at_clock(frame: Frame, clock: Clock | None) -> Change | None:
    """A clock time beside a repetition; None where the figures are none."""
    if clock is None:
        return None
    return {"clock": clock, "by": clock.by or frame.scene.word(frame.start) in _DEADLINE_WORDS}


def until(_: Frame, date: Day) -> Change:
    """The last day."""
    return {"until": date.date}


def until_month(frame: Frame, month: int, year: int | None = None) -> Change:
    """ "until March": its first day."""
    return {"until": _month_from_now(frame, month, year)}


def until_year(_: Frame, year: int) -> Change:
    """ "until 2028"."""
    return {"until": dt.date(year, 1, 1)}


def through_month(frame: Frame, month: int, year: int | None = None) -> Change:
    """ "through March": its last day."""
    return {"until": days.month_end(_month_from_now(frame, month, year))}


def starting_month(frame: Frame, month: int, year: int | None = None) -> Change:
    """ "starting in May"."""
    first = _month_from_now(frame, month, year)
    return {"start": max(first, frame.scene.today)}


def _month_from_now(frame: Frame, month: int, year: int | None) -> dt.date:
    return days.next_month_named(frame.scene.today, month, year)


def between_months(frame: Frame, first: int, last: int) -> Change:
    """ "from May to August"."""
    return starting_month(frame, first) | through_month(frame, last)


def between_days(_: Frame, first: Day, last: Day) -> Change | None:
    """ "from 1 June to 31 August"."""
    return {"start": first.date, "until": last.date}


def between_numbers(_: Frame, first: int, last: Day) -> Change | None:
    """ "from 25 to 31 December"."""
    try:
        start = last.date.replace(day=first)
    except ValueError:
        return None
    return {"start": start, "until": last.date} if start < last.date else None


def times(_: Frame, count: float) -> Change | None:
    """ "for 5 times"."""
    return {"repeats": int(count)} if count == int(count) and 1 <= count <= 999 else None


def times_bare(frame: Frame, count: float) -> Change | None:
    """ "5 times", «5 раз», after a repetition."""
    found = times(frame, count)
    return found and found | {"times_bare": True}


def for_next(frame: Frame, unit: str) -> Change | None:
    """ "for the next year"."""
    return lasting(frame, amount(1, unit))


def starting(_: Frame, date: Day) -> Change:
    """The stated start."""
    return {"start": date.date}


def lasting(frame: Frame, amount: Amount) -> Change | None:
    """ "for two months": an end counted from today."""
    return (
        None if amount.elapsed else {"until": days.in_amount(frame.scene.today, amount.months, amount.days)}
    )


def _range(_: Frame, first: int, last: int) -> tuple[int, ...] | None:
    """From one weekday to another, over the end of the week when need be."""
    length = (last - first) % 7
    return tuple((first + step) % 7 for step in range(length + 1)) if length else None


def _same_weekday(_: Frame, number: int, places: tuple[Place, ...]) -> tuple[Place, ...] | None:
    """ "first, second and third Friday"."""
    return ((number, places[0][1]), *places) if 1 <= number <= 5 else None


SHARED: dict[str, dict[str, Intent]] = {
    "dayset": {
        "<weekday>": lambda _, number: (number,),
        "<weekday> and|&|и|/|+ <dayset> / <weekday> , <dayset> / <weekday> , and|и <dayset>": (
            lambda _, number, rest: (number, *rest)
        ),
        "<weekday> and|, every|each|on <dayset> / <weekday> и|, в|во <dayset>": lambda _, number, rest: (
            number,
            *rest,
        ),
        "<weekday> и|, EVERY <dayset>": lambda _, number, __, rest: (number, *rest),
        "<weekday> - <weekday> / <weekday> through|thru|to <weekday> / с <weekday> по <weekday>": _range,
    },
    "dayplural": {
        "WEEKDAYS": lambda _, number: (number,),
        "WEEKDAYS and|&|и|/|+ <dayplural> / WEEKDAYS , <dayplural> / WEEKDAYS , and|и <dayplural>": (
            lambda _, number, rest: (number, *rest)
        ),
        "WEEKDAYS through|thru|to|- WEEKDAYS": _range,
        "WEEKDAYS и|, по <dayplural>": lambda _, number, rest: (number, *rest),
    },
    "monthdays": {
        "<ordinal>": lambda _, number: (number,),
        "<ordinal> and|и|& the? <monthdays> / <ordinal> , the? <monthdays>": lambda _, number, rest: (
            number,
            *rest,
        ),
    },
    "monthfigures": {
        "<whole>": lambda _, number: (number,) if 1 <= number <= 31 else None,
        "<whole> и|,|and <monthfigures>": lambda _, number, rest: (
            (number, *rest) if 1 <= number <= 31 else None
        ),
    },
    "place": {
        "<ordday>": lambda _, place: (place,),
        "<ordinal> and|&|,|и|, <place>": _same_weekday,
        "<ordinal> , and|и <place>": _same_weekday,
    },
    "places": {
        "<place>": lambda _, places: places,
        "<place> and|&|и|, the? <places> / <place> , and|и the? <places> / <place> и|, в|во <places>": (
            lambda _, places, rest: (*places, *rest)
        ),
    },
    "tails": {
        "<tail>": lambda _, change: change,
        "<tail> ,? <tails>": lambda _, change, rest: change | rest,
    },
    "recurrence": {
        "<repeat>": lambda _, repeat: repeat,
        "<repeat> ,? <tails> / <repeat> - <tails>": changed,
        "<lead> ,? <repeat>": changed_before,
        "<lead> ,? <repeat> ,? <tails>": changed_around,
    },
}


def add_recurrences(grammar: Grammar, *tables: dict[str, dict[str, Intent]]) -> None:
    """Adds `recurrence` (a Repeat) and what it needs; every table brings `repeat`, `lead` and `tail` of one language."""
    for table in (SHARED, *tables):
        for name, rules in table.items():
            grammar.add(name, rules)
