"""Rules for repetitions that both languages share: lists of days, clock times beside them, starts and ends."""

from typing import Any

from worker.understanding.dates import days
from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.rrule import DAY_CODES, WORKDAYS
from worker.understanding.dates.values import Amount, Clock, Day, Repeat, in_part

Change = dict[str, Any]

_UNITS = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "halfyear": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}


def every(_: Frame, unit: str, count: float = 1) -> Repeat | None:
    """Every so many units; hours and minutes cannot be expressed."""
    if unit not in _UNITS:
        return Repeat(None, sure=False)
    freq, step = _UNITS[unit]
    interval = step * count
    if interval != int(interval) or not 1 <= interval <= 999:
        return None
    if freq == "MONTHLY" and interval == 12:
        return Repeat("YEARLY")
    return Repeat(freq, int(interval))


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


def except_days(numbers: tuple[int, ...], among: tuple[str, ...] = DAY_CODES) -> Repeat | None:
    """Weekly on all of these days but some."""
    left = tuple(code for code in among if DAY_CODES.index(code) not in numbers)
    return Repeat("WEEKLY", byday=left) if left else None


def of_month(numbers: tuple[int, ...], interval: int = 1) -> Repeat:
    """Monthly on these day numbers (-1 is the last day)."""
    return Repeat("MONTHLY", interval, bymonthday=tuple(sorted(set(numbers))))


def weekday_of_month(place: tuple[int, int]) -> Repeat:
    """Monthly on the n-th weekday, from (n, weekday); -1 is the last."""
    return Repeat("MONTHLY", byday=(f"{place[0]}{DAY_CODES[place[1]]}",))


def weekdays_of_month(_: Frame, first: int, second: int, weekday: int) -> Repeat | None:
    """ "every 2nd and 4th Friday"."""
    code = DAY_CODES[weekday]
    return Repeat("MONTHLY", byday=(f"{first}{code}", f"{second}{code}")) if 0 < first < second <= 5 else None


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


def changed(_: Frame, repeat: Repeat, change: Change) -> Repeat:
    """The repetition with what was said beside it; an hour within the part of the day it names."""
    clock = change.get("clock")
    if clock and repeat.clock and repeat.clock.part:
        change = change | {"clock": in_part(clock, repeat.clock.part)}
    return repeat._replace(**change)


def changed_before(frame: Frame, change: Change, repeat: Repeat) -> Repeat:
    """The same, said before the repetition; a time that came with the repetition itself stays."""
    return changed(frame, repeat, change)


def changed_around(_: Frame, before: Change, repeat: Repeat, after: Change) -> Repeat:
    """The same, said on both sides."""
    return repeat._replace(**(before | after))


def at_clock(_: Frame, clock: Clock | None) -> Change | None:
    """A clock time beside a repetition; None where the figures are none."""
    return None if clock is None else {"clock": clock}


def until(_: Frame, date: Day) -> Change:
    """The last day."""
    return {"until": date.date}


def starting(_: Frame, date: Day) -> Change:
    """The stated start."""
    return {"start": date.date}


def lasting(frame: Frame, amount: Amount) -> Change | None:
    """ "for two months": an end counted from today."""
    return (
        None if amount.elapsed else {"until": days.in_amount(frame.scene.today, amount.months, amount.days)}
    )


def _range(_: Frame, first: int, last: int) -> tuple[int, ...] | None:
    return tuple(range(first, last + 1)) if last > first else None


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
