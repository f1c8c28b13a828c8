"""English rules for repetitions: "every other Thursday", "on the 1st and 15th of each month", "weekdays at 9"."""

import datetime as dt

from worker.understanding.dates.clocks import part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.recurrences import (
    at_clock,
    between_days,
    between_months,
    between_numbers,
    counted_stride,
    every,
    every_half_hour,
    every_quarter_on,
    except_days,
    for_next,
    inexpressible,
    lasting,
    months_on_places,
    of_month,
    on_days,
    places_of_months,
    quarter_ends,
    starting,
    starting_month,
    stride,
    through_month,
    times,
    times_bare,
    until,
    until_month,
    until_year,
    weekday_of_month,
    weekdays_of_months,
    weekends,
    workday_of_month,
    workdays,
    yearly,
    yearly_month_end,
    yearly_on_days,
    yearly_on_place,
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
        if number >= 2
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
_MONTHLY = "every|each month / monthly / once a month / each and every month"
_LAST_OF_MONTH = " / ".join(
    spelling
    for often in _MONTHLY.split(" / ")
    for day in ("last day of the? month", "end of the? month", "month - end", "month end", "last day")
    for spelling in (f"on|at|by? the? {day} ,? {often}", f"{often} ,? -? on|at|by? the? {day}")
)

REPEAT: dict[str, Intent] = {
    "every|each single? UNIT": every,
    "every|each half an|a? hour / half - hourly / every|each half - hour": every_half_hour,
    "everyday": lambda frame: every(frame, "day"),
    "every|each <count> UNIT": lambda frame, count, unit: every(frame, unit, count),
    "every|each other UNIT": lambda frame, unit: every(frame, unit, 2),
    "every|each ORD UNIT": lambda frame, number, unit: every(frame, unit, number),
    "once a|an|per|every|each UNIT": every,
    "once every <count> UNIT / once in <count> UNIT": lambda frame, count, unit: every(frame, unit, count),
    "twice|thrice a|an|per|every UNIT / <whole> times a|an|per|every UNIT / couple of? times a|per UNIT": inexpressible,
    "x TIMES a|an|per|every UNIT / <whole> x a|an|per|every UNIT": inexpressible,
    "hourly": lambda frame: every(frame, "hour"),
    "daily|weekly|fortnightly|biweekly|monthly|bimonthly|quarterly|annually|yearly": _adverb,
    "bi|semi - weekly|monthly|annually": _half_weekly,
    "every|each weekday|workday / every|each working|business|work day / on? weekdays|workdays": workdays,
    "on? working|business days / monday to|through|thru|- friday / mon to|through|thru|- fri": workdays,
    "every|each weekend / on|at the? weekends": weekends,
    "every|each other|second weekend / every|each other|second week on|at the? weekends": lambda _: weekends(
        _
    )._replace(interval=2),
    "every <count> weekends / every <count> weeks on|at the? weekends|weekend": lambda _, count: weekends(
        _
    )._replace(interval=int(count)),
    "every|each day except|but|bar on? <dayset>|<dayplural> / daily except on? <dayset>|<dayplural>": lambda _, numbers: (
        except_days(numbers)
    ),
    "every|each weekday except|but|bar on? <dayset>|<dayplural> / weekdays except|but|bar on? <dayset>|<dayplural>": (
        lambda _, numbers: except_days(numbers, WORKDAYS)
    ),
    "every|each day ,? except|but|bar|excluding on|for? the? weekends|weekend": workdays,
    "daily|everyday ,? except|but|bar|excluding on|for? the? weekends|weekend": workdays,
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
    "every|each <ordinal> and|& <place>": lambda _, number, places: weekdays_of_months(
        ((number, places[0][1]), *places)
    ),
    "on? the? <places> of|in <months> / every|each <places> of the? <months>": places_of_months,
    "on? the? <places> <months>": places_of_months,
    "<months> ,? on|in? the? <places>": months_on_places,
    "on? the? <monthdays> of <months> / on? the? <monthdays> <months>": lambda _, numbers, months: of_month(
        numbers, int(months)
    ),
    "<months> ,? on the? <monthdays> day|days?": lambda _, months, numbers: of_month(numbers, int(months)),
    "on? the? <ordinal> to|from? the? last day? of <months>": lambda _, number, months: (
        of_month((-number,), int(months)) if number <= 5 else None
    ),
    "on? the? last day of <months>": lambda _, months: of_month((-1,), int(months)),
    "<years> ,? on|in? the? <ordday> of|in MONTH": lambda frame, years, place, month: yearly_on_place(
        frame, place, month, years
    ),
    "on? the? <ordday> of|in MONTH ,? <years>": yearly_on_place,
    "every|each <ordday> of|in MONTH": yearly_on_place,
    "every|each MONTH on? the? day|days? <figures>|<monthdays>": yearly_on_days,
    "every|each <figures>|<monthdays> of? MONTH": lambda frame, numbers, month: yearly_on_days(
        frame, month, numbers
    ),
    "on? the? last working|business day of every|each month / every|each last working|business day": lambda _: (
        workday_of_month(-1)
    ),
    "on? the? first working|business day of every|each month / every|each first working|business day": lambda _: (
        workday_of_month(1)
    ),
    "every|each ORDFIG": lambda _, number: of_month((number,)),
    "every|each ORDFIG and ORDFIG": lambda _, first, second: of_month((first, second)),
    _LAST_DAY: lambda _: of_month((-1,)),
    _LAST_OF_MONTH: lambda *_: of_month((-1,)),
    "at? the? start|beginning|first of every|each month / the? first day of every|each month": lambda _: (
        of_month((1,))
    ),
    "the? middle of every|each month": lambda _: of_month((15,)),
    "at|by? the? end of every|each week": lambda _: on_days((4,)),
    "at? the? start|beginning of every|each week": lambda _: on_days((0,)),
    "at|by? the? end of every|each quarter": quarter_ends,
    "every|each <ordday> of the month": lambda _, place: weekday_of_month(place),
    "every|each last <weekday>": lambda _, day: weekday_of_month((-1, day)),
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
    "next to? last <weekday> / penultimate <weekday>": lambda _, day: (-2, day),
    "ORD to|from? the? last <weekday>": lambda _, number, day: (-number, day) if 2 <= number <= 5 else None,
}

# "aug 20 and 30": the first figure may be a clock's, so a list of figures is read only beside its month.
FIGURES: dict[str, Intent] = {
    "<whole>": lambda _, number: (number,),
    "<whole> and|,|& <figures> / <whole> , and <figures>": lambda _, number, rest: (number, *rest),
}

_CLOCK = "at|by|before|around|from? <clock> / at|by|before|around <hour> / at|by|before? <part> / <beside>"


def _at_point(frame: Frame, time: dt.time) -> dict[str, Clock] | None:
    """ "Mondays 9.30"."""
    clock = clock_of(time.hour, time.minute)
    return at_clock(frame, clock) if clock else None


TAIL: dict[str, Intent] = {
    "from|between <exact> to|through|thru|till|until|and|- <exact>": between_days,
    "from|between the? <whole>|<ordinal> to|through|thru|till|until|and|- the? <exact>": between_numbers,
    _CLOCK: at_clock,
    "at|by about|around <clock>|<hour>": at_clock,
    ",? POINTFIG": _at_point,
    "until|till|til|through|thru the? <day> / up to <day>": until,
    "until|till|til|to the? start|beginning? of? MONTH YEAR?": until_month,
    "through|thru MONTH YEAR?": through_month,
    "until|till|til YEAR": until_year,
    "starting|beginning|from|effective on|from? <day> / as of <day>": starting,
    "starting|beginning|from|since in|from? MONTH YEAR?": starting_month,
    "from MONTH to|through|thru|till|until|- MONTH": between_months,
    "for the? next? <amount>": lasting,
    "for the? next UNIT": for_next,
    "for just|only|another? <whole> times|occurrences|repetitions|repeats|sessions": times,
    "for <whole> x / for <whole> in total": times,
    "<whole> x / x TIMES / × <whole>": times,
    "<whole> times|occurrences|repetitions in? total|altogether?": times_bare,
    "twice": lambda frame: times_bare(frame, 2),
}

LEAD: dict[str, Intent] = {
    "at|by|before|around <clock>|<hour> / <clock> / at? <part>": lambda _, clock: _lead(clock),
    "starting|beginning|from on|from? <day> ,?": starting,
    "starting|beginning|from in|from? MONTH YEAR? ,?": starting_month,
}


def _lead(clock: Clock) -> dict[str, Clock]:
    return {"clock": clock}


MONTHS: dict[str, Intent] = {
    "every|each month / monthly": stride(1),
    "every|each other|second month / bimonthly": stride(2),
    "every|each quarter / quarterly": stride(3),
    "every|each <count> months / every|each ORD month": counted_stride(1),
}

YEARS: dict[str, Intent] = {
    "every|each year / yearly|annually": stride(1),
    "every|each other|second year": stride(2),
    "every|each <count> years / every|each ORD year": counted_stride(1),
}

RECURRENCES: dict[str, dict[str, Intent]] = {
    "repeat": REPEAT,
    "ordday": ORDDAY,
    "tail": TAIL,
    "lead": LEAD,
    "months": MONTHS,
    "years": YEARS,
    "figures": FIGURES,
}
