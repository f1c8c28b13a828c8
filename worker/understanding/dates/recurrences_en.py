"""English rules for repetitions: "every other Thursday", "on the 1st and 15th of each month", "weekdays at 9"."""

import datetime as dt

from worker.understanding.dates.clocks import part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.recurrences import (
    at_clock,
    every,
    every_quarter_on,
    except_days,
    inexpressible,
    lasting,
    of_month,
    on_days,
    quarter_ends,
    starting,
    until,
    weekday_of_month,
    weekdays_of_month,
    weekends,
    workday_of_month,
    workdays,
    yearly,
    yearly_month_end,
)
from worker.understanding.dates.rrule import DAY_CODES, WORKDAYS
from worker.understanding.dates.values import Clock, Part, Repeat, clock_of
from worker.understanding.dates.wordlists import words

# "weekly" before a noun is its adjective ("the weekly report"); before these it is an adverb.
_ADVERB_ENDS = words(
    ", . ; : ! ? ) - \n on at in from starting until till by and or every before after please pls with the to for"
) | {""}
_ADVERBS = {
    "daily": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "biweekly": ("WEEKLY", 2),
    "bimonthly": ("MONTHLY", 2),
    "monthly": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "annually": ("YEARLY", 1),
    "yearly": ("YEARLY", 1),
}


def _adverb(frame: Frame) -> Repeat | None:
    scene, word = frame.scene, frame.scene.word(frame.start)
    following = frame.end < len(scene.tokens) and scene.tokens[frame.end]
    ends = (
        not following
        or following.word in _ADVERB_ENDS
        or "CLOCKFIG" in following.tags
        or "NUM" in following.tags
    )
    led = scene.word(frame.start - 1) in ("the", "a", "our", "this", "my", "your", "their", "next", "'s")
    return Repeat(*_ADVERBS[word]) if ends and not led else None


def _half_weekly(frame: Frame) -> Repeat | None:
    """ "bi-weekly", "semi-annually"."""
    word = frame.scene.word(frame.end - 1)
    return {
        "weekly": Repeat("WEEKLY", 2),
        "monthly": Repeat("MONTHLY", 2),
        "annually": Repeat("MONTHLY", 6),
    }.get(word)


def _on_part(part: Part) -> Intent:
    """ "Friday evenings"."""
    return lambda _, day: Repeat("WEEKLY", byday=(DAY_CODES[day],), clock=part_clock(part))


def _place_running(_: Frame, place: tuple[int, int]) -> Repeat:
    """ "first Monday of the month" with no month named is a habit; "by the first Monday ..." is read as a day."""
    return weekday_of_month(place)._replace(sure=False)


def _every_part(_: Frame, part: Part) -> Repeat:
    return Repeat("DAILY", clock=part_clock(part))


def _second(_: Frame, number: int, numbers: tuple[int, ...]) -> Repeat | None:
    """ "every second Friday" is every other one; the first of the month is said with "of the month"."""
    return (
        on_days(numbers, number)
        if number in (2, 3, 4)
        else weekday_of_month((number, numbers[0]))
        if number == 1
        else None
    )


def _plural(frame: Frame, numbers: tuple[int, ...]) -> Repeat | None:
    """ "Mondays" by itself; the Russian short names need their preposition."""
    return on_days(numbers) if frame.scene.word(frame.start).isascii() else None


_EVERY_WEEK = "every|each week on|, <dayset> / weekly ,? on <dayset> / once a|per|every week ,? on <dayset>"
_EVERY_MONTH_DAY = (
    "every|each month on the? <monthdays> / monthly ,? on the? <monthdays> / once a month on the? <monthdays>"
)
_DAY_OF_MONTH = (
    "on? the? <monthdays> of every|each month / every|each <monthdays> of the month / the? <monthdays> every|each month "
    "/ every|each <monthdays> day of the month / the? <monthdays> day of every|each month / the? <monthdays> monthly"
)
_LAST_DAY = (
    "on? the? last day of every|each month / every|each last day of the month / every|each month on|at the last day "
    "/ at|by? the? end of every|each month / every|each month - end / every|each month end / monthly on the last day "
    "/ every|each month at the end"
)

REPEAT: dict[str, Intent] = {
    "every|each single? UNIT": every,
    "everyday": lambda frame: every(frame, "day"),
    "every|each <count> UNIT": lambda frame, count, unit: every(frame, unit, count),
    "every|each other UNIT": lambda frame, unit: every(frame, unit, 2),
    "every|each ORD UNIT": lambda frame, number, unit: every(frame, unit, number),
    "once a|an|per|every|each UNIT": every,
    "once every <count> UNIT / once in <count> UNIT": lambda frame, count, unit: every(frame, unit, count),
    "twice|thrice a|an|per|every UNIT / <whole> times a|an|per|every UNIT / couple of? times a|per UNIT": inexpressible,
    "hourly": inexpressible,
    "daily|weekly|fortnightly|biweekly|monthly|bimonthly|quarterly|annually|yearly": _adverb,
    "bi|semi - weekly|monthly|annually": _half_weekly,
    "every|each weekday|workday / every|each working|business|work day / on? weekdays|workdays": workdays,
    "on? working|business days / monday to|through|thru|- friday / mon to|through|thru|- fri": workdays,
    "every|each weekend / on|at the? weekends": weekends,
    "every|each day except|but|bar on? <dayset>|<dayplural> / daily except on? <dayset>|<dayplural>": lambda _, numbers: (
        except_days(numbers)
    ),
    "every|each weekday except|but|bar on? <dayset>|<dayplural> / weekdays except|but|bar on? <dayset>|<dayplural>": (
        lambda _, numbers: except_days(numbers, WORKDAYS)
    ),
    "every|each day except|but|bar on? the? weekends|weekend": workdays,
    "on? every|each <dayset> / every <dayplural> / on <dayplural> / weekly on <dayplural>": lambda _, numbers: (
        on_days(numbers)
    ),
    "<dayplural>": _plural,
    _EVERY_WEEK: lambda _, numbers: on_days(numbers),
    "on? every other <dayset> / <dayset> every other week / on? alternate|alternating <dayset>|<dayplural>": (
        lambda _, numbers: on_days(numbers, 2)
    ),
    "every other week ,? on? <dayset>|<dayplural> / fortnightly|biweekly ,? on <dayset>|<dayplural>": (
        lambda _, numbers: on_days(numbers, 2)
    ),
    "every fortnight ,? on <dayset>|<dayplural> / bi - weekly on <dayset>|<dayplural>": lambda _, numbers: (
        on_days(numbers, 2)
    ),
    "every <count> weeks ,? on? <dayset>|<dayplural>": lambda _, count, numbers: on_days(numbers, count),
    "<dayset> every <count> weeks / <dayplural> every <count> weeks": lambda _, numbers, count: on_days(
        numbers, count
    ),
    "on? every|each ORD <dayset>": _second,
    _DAY_OF_MONTH: lambda _, numbers: of_month(numbers),
    _EVERY_MONTH_DAY: lambda _, numbers: of_month(numbers),
    "every|each ORD and ORD <weekday> / the? ORD and ORD <weekday> of every|each month": weekdays_of_month,
    "on? the? last working|business day of every|each month / every|each last working|business day": lambda _: (
        workday_of_month(-1)
    ),
    "on? the? first working|business day of every|each month / every|each first working|business day": lambda _: (
        workday_of_month(1)
    ),
    "every|each ORDFIG": lambda _, number: of_month((number,)),
    "every|each ORDFIG and ORDFIG": lambda _, first, second: of_month((first, second)),
    _LAST_DAY: lambda _: of_month((-1,)),
    "at? the? start|beginning|first of every|each month / the? first day of every|each month": lambda _: (
        of_month((1,))
    ),
    "the? middle of every|each month": lambda _: of_month((15,)),
    "at|by? the? end of every|each week": lambda _: on_days((4,)),
    "at? the? start|beginning of every|each week": lambda _: on_days((0,)),
    "at|by? the? end of every|each quarter": quarter_ends,
    "on? the? <ordday> of every|each month / every|each <ordday> of the|each month": lambda _, place: (
        weekday_of_month(place)
    ),
    "every|each month ,? on the? <ordday> / monthly on the? <ordday> / every|each last <weekday>": (
        lambda _, place: weekday_of_month(place if isinstance(place, tuple) else (-1, place))
    ),
    "on? the? <ordday> every|each month": lambda _, place: weekday_of_month(place),
    "on? the? <ordday> of the|a month": _place_running,
    "mornings / in the mornings": lambda _: Repeat("DAILY", clock=part_clock("morning")),
    "evenings / in the evenings": lambda _: Repeat("DAILY", clock=part_clock("evening")),
    "nightly / night after night": lambda _: Repeat("DAILY", clock=part_clock("evening")),
    "every|each morning and evening / morning and evening": inexpressible,
    "weekday mornings / on? weekday mornings": lambda _: Repeat(
        "WEEKLY", byday=WORKDAYS, clock=part_clock("morning")
    ),
    "on? <weekday> mornings": _on_part("morning"),
    "on? <weekday> evenings|nights": _on_part("evening"),
    "on? <weekday> afternoons": _on_part("afternoon"),
    "every|each|once|a quarter ,? on? the? <monthdays> / quarterly ,? on? the? <monthdays> / once a quarter on the? <monthdays>": (
        lambda _, numbers: every_quarter_on(numbers)
    ),
    "every|each year ,? on|at the? last day|end of MONTH / annually at|on the? end|last day of MONTH": yearly_month_end,
    "every|each year on <exact> / every|each <exact> / annually|yearly on? <exact> / once a year on? <exact>": yearly,
    "<exact> every|each year / <exact> annually|yearly": yearly,
    "every|each PART": _every_part,
}

ORDDAY: dict[str, Intent] = {
    "ORD <weekday>": lambda _, number, day: (number, day) if number <= 5 else None,
    "last <weekday>": lambda _, day: (-1, day),
    "second|next to? last <weekday>": lambda _, day: (-2, day),
}

_CLOCK = "at|by|before|around|from? <clock> / at|by|before|around <hour> / at|by|before? <part> / <beside>"


def _at_point(frame: Frame, time: dt.time) -> dict[str, Clock] | None:
    """ "Mondays 9.30"."""
    clock = clock_of(time.hour, time.minute)
    return at_clock(frame, clock) if clock else None


TAIL: dict[str, Intent] = {
    _CLOCK: at_clock,
    "at|by about|around <clock>|<hour>": at_clock,
    ",? POINTFIG": _at_point,
    "until|till|til|through|thru the? <day> / up to <day>": until,
    "starting|beginning|from|effective on|from? <day> / as of <day>": starting,
    "for the? next? <amount>": lasting,
}

LEAD: dict[str, Intent] = {
    "at|by|before|around <clock>|<hour> / <clock> / at? <part>": lambda _, clock: _lead(clock),
    "starting|beginning|from on|from? <day> ,?": starting,
}


def _lead(clock: Clock) -> dict[str, Clock]:
    return {"clock": clock}


RECURRENCES: dict[str, dict[str, Intent]] = {"repeat": REPEAT, "ordday": ORDDAY, "tail": TAIL, "lead": LEAD}
