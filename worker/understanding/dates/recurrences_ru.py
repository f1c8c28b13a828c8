"""Russian rules for repetitions: "по вторникам и пятницам", "раз в две недели", "5-го числа каждого месяца"."""

from typing import Any

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
    every_other_weekend,
    every_quarter_on,
    except_days,
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
    weekends_of_weeks,
    workday_of_month,
    workdays,
    yearly,
    yearly_month_end,
    yearly_on_days,
    yearly_on_place,
)
from worker.understanding.dates.rrule import WORKDAYS
from worker.understanding.dates.values import Part, Repeat

_ADVERBS = {
    "ежедневно": ("DAILY", 1),
    "каждодневно": ("DAILY", 1),
    "еженедельно": ("WEEKLY", 1),
    "ежемесячно": ("MONTHLY", 1),
    "помесячно": ("MONTHLY", 1),
    "ежеквартально": ("MONTHLY", 3),
    "поквартально": ("MONTHLY", 3),
    "ежегодно": ("YEARLY", 1),
}


def _adverb(frame: Frame) -> Repeat:
    return Repeat(*_ADVERBS[frame.scene.word(frame.start)])


def _at(part: Part) -> Intent:
    return lambda _, *__: Repeat("DAILY", clock=part_clock(part))


def _nth_days(_: Frame, _every: int, number: int, numbers: tuple[int, ...]) -> Repeat | None:
    """ "каждую вторую пятницу" is every other one; "каждый первый понедельник" can only be the month's."""
    return (
        weekday_of_month((1, numbers[0]))
        if number == 1
        else on_days(numbers, number)
        if number <= 4
        else None
    )


def _nth_unit(frame: Frame, _every: int, number: int, unit: str) -> Repeat | None:
    return every(frame, unit, number)


_MONTHLY = "EVERY месяц / ежемесячно / помесячно / раз в месяц / один раз в месяц"
_MONTHLY_DAY = " / ".join(
    f"{often} ,? {day}"
    for often in _MONTHLY.split(" / ")
    for day in ("<monthdays> числа?", "<monthfigures> числа", "до <monthdays> числа?", "к <monthdays> числу?")
)
_WEEKLY = "EVERY неделю ,? / еженедельно ,? / раз в неделю ,? / один раз в неделю ,?"
_WEEKLY_DAY = " / ".join(
    f"{often} {day}" for often in _WEEKLY.split(" / ") for day in ("в|во <dayset>", "по <dayplural>")
)
_MONTHLY_PLACE = " / ".join(f"{often} ,? в|во? <ordday>" for often in _MONTHLY.split(" / "))
_MONTHLY_LAST = " / ".join(
    f"{often} ,? {day}"
    for often in _MONTHLY.split(" / ")
    for day in ("в? последний день", "в? последнее число", "в конце", "последнего числа", "под конец")
)
_MONTHLY_FIRST = " / ".join(
    f"{often} ,? {day}" for often in _MONTHLY.split(" / ") for day in ("в? первый день", "в начале")
)
_LAST_DAY = "последний день месяца / последнее число месяца / конце месяца / последнего числа месяца? / последним числом месяца?"
_LAST_OF_MONTH = " / ".join(
    spelling
    for often in _MONTHLY.split(" / ")
    for day in _LAST_DAY.split(" / ")
    for spelling in (f"в|во? {day} ,? {often}", f"{often} ,? -? в|во? {day}")
)
_YEARLY = "EVERY год ,? <exact> / ежегодно ,? <exact> / раз в год ,? <exact> / <exact> EVERY года / <exact> ежегодно / <exact> EVERY год"
_OTHER_WEEK = (
    "EVERY две|2 недели ,? / раз в две|2 недели ,? / один раз в две|2 недели ,? / через EVERY две недели"
)


def _last(numbers: tuple[Any, ...]) -> Any:
    """The day list, which comes after whatever tags the pattern captured."""
    return next(value for value in reversed(numbers) if isinstance(value, tuple))


REPEAT: dict[str, Intent] = {
    "EVERY UNIT": lambda frame, _, unit: every(frame, unit),
    "через? EVERY <count> UNIT": lambda frame, _, count, unit: every(frame, unit, count),
    "EVERY ORD UNIT": _nth_unit,
    "один? раз в UNIT": every,
    "один? раз в <count> UNIT": lambda frame, count, unit: every(frame, unit, count),
    "EVERY полчаса|получаса / раз в полчаса": every_half_hour,
    "раз полгода": lambda frame: every(frame, "halfyear"),
    "дважды|трижды в UNIT / <whole> раза|раз в UNIT / пару раз в UNIT / несколько раз в UNIT": inexpressible,
    "ежечасно": lambda frame: every(frame, "hour"),
    "ежедневно|каждодневно|еженедельно|ежемесячно|помесячно|ежеквартально|поквартально|ежегодно": _adverb,
    "по будням|будням / в будни / по будним|рабочим дням / в будние|рабочие дни / EVERY будний|рабочий день": workdays,
    "в? пн - пт / с <weekday> по <weekday> EVERY неделю": workdays,
    "EVERY день с <weekday> по <weekday>": lambda _, __, first, last: (
        on_days(tuple(range(first, last + 1))) if last > first else None
    ),
    "по выходным / EVERY выходные / в? EVERY выходные": weekends,
    "EVERY день кроме <dayset> / ежедневно ,? кроме <dayset>": lambda _, *numbers: except_days(
        _last(numbers)
    ),
    "EVERY день ,? кроме <dayset> и|, <dayset>": lambda _, __, first, second: except_days((*first, *second)),
    "EVERY день ,? кроме|исключая выходных|выходные / ежедневно|каждодневно ,? кроме|исключая выходных|выходные": workdays,
    "по всем дням ,? кроме выходных": workdays,
    "через выходные / EVERY вторые выходные / раз в две|2 недели на выходных|выходные": every_other_weekend,
    "EVERY <count> недели|недель ,? по выходным / раз в <count> недели|недель ,? по|на выходным|выходных": weekends_of_weeks,
    "по будням ,? кроме <dayset>": lambda _, numbers: except_days(numbers, WORKDAYS),
    "в|во? EVERY <dayset>": lambda _, *numbers: on_days(_last(numbers)),
    "по <dayplural>": lambda _, numbers: on_days(numbers),
    _WEEKLY_DAY: lambda _, *numbers: on_days(_last(numbers)),
    "в|во? EVERY ORD <dayset>": _nth_days,
    " / ".join(
        f"{often} {day}" for often in _OTHER_WEEK.split(" / ") for day in ("в|во <dayset>", "по <dayplural>")
    ): (lambda _, *numbers: on_days(_last(numbers), 2)),
    "EVERY <count> недели|недель ,? по <dayplural> / EVERY <count> недели|недель ,? в|во <dayset>": (
        lambda _, __, count, numbers: on_days(numbers, count)
    ),
    "раз в <count> недели|недель ,? по <dayplural> / раз в <count> недели|недель ,? в|во <dayset>": (
        lambda _, count, numbers: on_days(numbers, count)
    ),
    "по <dayplural> раз в две|2 недели / по <dayplural> EVERY две|2 недели / по <dayplural> через неделю": (
        lambda _, numbers, *__: on_days(numbers, 2)
    ),
    "в|во? <dayset> раз в две|2 недели / в|во? <dayset> EVERY две|2 недели": lambda _, numbers, *__: on_days(
        numbers, 2
    ),
    "EVERY <monthdays> числа|число|числу месяца? / EVERY <monthdays> месяца?": lambda _, *numbers: of_month(
        _last(numbers)
    ),
    "EVERY <monthfigures> числа|число месяца?": lambda _, *numbers: of_month(_last(numbers)),
    "<monthdays> числа? EVERY месяца / <monthfigures> числа EVERY месяца": lambda _, numbers, __: of_month(
        numbers
    ),
    "<monthdays> числа? ежемесячно / <monthfigures> числа ежемесячно": lambda _, numbers: of_month(numbers),
    "к|до|на? <monthdays> числу|числа|число? EVERY месяца": lambda _, *numbers: of_month(_last(numbers)),
    "до|к|на <monthfigures> числа|число|числу EVERY месяца": lambda _, *numbers: of_month(_last(numbers)),
    "по последним <dayplural> EVERY? месяца?": lambda _, numbers, *__: weekday_of_month((-1, numbers[0])),
    "по ORD <dayplural> EVERY? месяца": lambda _, number, numbers, *__: (
        weekday_of_month((number, numbers[0])) if number <= 5 else None
    ),
    _MONTHLY_DAY: lambda _, *numbers: of_month(_last(numbers)),
    "в? последний день EVERY месяца / EVERY последний день месяца / в|к конце|концу EVERY месяца": lambda *_: (
        of_month((-1,))
    ),
    "последнего числа EVERY месяца / EVERY последнее число месяца? / последним числом EVERY месяца / в последнее число EVERY месяца": lambda *_: (
        of_month((-1,))
    ),
    _MONTHLY_LAST: lambda *_: of_month((-1,)),
    _LAST_OF_MONTH: lambda *_: of_month((-1,)),
    "в? первый день EVERY месяца / EVERY первый день месяца / в начале EVERY месяца": lambda *_: of_month(
        (1,)
    ),
    _MONTHLY_FIRST: lambda *_: of_month((1,)),
    "в? последний рабочий день EVERY месяца / EVERY последний рабочий день месяца?": lambda *_: (
        workday_of_month(-1)
    ),
    "в? первый рабочий день EVERY месяца / EVERY первый рабочий день месяца?": lambda *_: workday_of_month(1),
    "EVERY <ordinal> и <place> месяца?": lambda _, __, number, places: weekdays_of_months(
        ((number, places[0][1]), *places)
    ),
    "в|во? <places> <months>": places_of_months,
    "<monthdays> числа <months> / <monthfigures> числа <months>": lambda _, numbers, months: of_month(
        numbers, int(months)
    ),
    "<months> ,? в|во <places>": months_on_places,
    "<years> ,? в|во? <ordday> MONTH": lambda frame, years, place, month: yearly_on_place(
        frame, place, month, years
    ),
    "в|во? <ordday> MONTH <years>": yearly_on_place,
    "EVERY <ordday> MONTH": lambda frame, _, place, month: yearly_on_place(frame, place, month),
    "EVERY <monthfigures>|<monthdays> числа? MONTH": lambda frame, _, numbers, month: yearly_on_days(
        frame, month, numbers
    ),
    "EVERY MONTH ,? <monthfigures>|<monthdays> числа?": lambda frame, _, month, numbers: yearly_on_days(
        frame, month, numbers
    ),
    "в середине EVERY месяца": lambda *_: of_month((15,)),
    "в|к конце|концу EVERY недели": lambda *_: on_days((4,)),
    "в начале EVERY недели": lambda *_: on_days((0,)),
    "в|к конце|концу EVERY квартала": quarter_ends,
    "в|во? EVERY <ordday> месяца": lambda _, __, place: weekday_of_month(place),
    "в|во? EVERY LASTONE <weekday>": lambda _, __, place, day: weekday_of_month((place, day)),
    "в|во? <ordday> месяца": lambda _, place: weekday_of_month(place)._replace(sure=False),
    "по <monthdays> числам / по <monthfigures> числам": lambda _, numbers: of_month(numbers),
    _MONTHLY_PLACE: lambda _, *values: weekday_of_month(_last(values)),
    _YEARLY: lambda frame, *values: yearly(
        frame, next(value for value in values if not isinstance(value, int | None))
    ),
    " / ".join(
        f"{often} ,? {day}"
        for often in ("EVERY квартал", "ежеквартально", "раз в квартал")
        for day in ("<monthdays> числа?", "<monthfigures> числа", "до|к <monthdays> числа|числу?")
    ): lambda _, *numbers: every_quarter_on(_last(numbers)),
    "EVERY год ,? в конце MONTH / ежегодно ,? в конце MONTH": lambda frame, *values: yearly_month_end(
        frame, values[1] or values[0]
    ),
    "EVERY <exact>": lambda frame, _, date: yearly(frame, date),
    "EVERY утро / по утрам": _at("morning"),
    "EVERY вечер / по вечерам": _at("evening"),
    "EVERY ночь / по ночам": _at("night"),
}

ORDDAY: dict[str, Intent] = {
    "ORD <weekday>": lambda _, number, day: (number, day) if number <= 5 else None,
    "LASTONE <weekday>": lambda _, place, day: (place, day),
    "предпоследний|предпоследнюю|предпоследнее <weekday>": lambda _, day: (-2, day),
}

_PREP = "в|во|к|ко|до|с|около|после"
TAIL: dict[str, Intent] = {
    "с|со <exact> до|по <exact>": between_days,
    "с|со <whole>|<ordinal> до|по <exact>": between_numbers,
    f"{_PREP}? <clock> / {_PREP} <hour> / {_PREP}|ближе? <part>": at_clock,
    "до|по <day>": until,
    "до начала? MONTH YEAR?": until_month,
    "по MONTH YEAR?": through_month,
    "до YEAR года|г?": until_year,
    "начиная? с|со MONTH YEAR?": starting_month,
    "с|со MONTH до|по MONTH": between_months,
    "<whole> раз|раза|разика": times_bare,
    "всего|только|еще <whole> раз|раза / <whole> раз|раза подряд|всего / в течение <whole> раз": times,
    "дважды": lambda frame: times_bare(frame, 2),
    "трижды": lambda frame: times_bare(frame, 3),
    "в течение следующего|ближайшего? <stretch> / следующие|ближайшие|следующий|ближайший|следующую|ближайшую <stretch>": lasting,
    "начиная? с|со <day>": starting,
    "первый раз - <day> / первый раз в|во|с|со? <day> / в первый раз <day> / впервые в|во? <day> / ближайший раз в|во? <day>": starting,
}

LEAD: dict[str, Intent] = {
    f"{_PREP}? <clock> / {_PREP} <hour> / {_PREP}? <part>": lambda _, clock: {"clock": clock},
    "начиная с|со <day>": starting,
    "начиная с|со MONTH YEAR? ,?": starting_month,
}

MONTHS: dict[str, Intent] = {
    "EVERY месяца|месяц / ежемесячно / раз в месяц": stride(1),
    "EVERY второго|второй месяца|месяц / через месяц / раз в два|2 месяца": stride(2),
    "EVERY квартала|квартал / ежеквартально / раз в квартал": stride(3),
    "EVERY полугодия|полугодие": stride(6),
    "EVERY <count> месяца|месяцев / раз в <count> месяца|месяцев": counted_stride(1),
}

YEARS: dict[str, Intent] = {
    "EVERY год|года / ежегодно / раз в год": stride(1),
    "EVERY второй|второго год|года / через год / раз в два|2 года": stride(2),
    "EVERY <count> года|лет / раз в <count> года|лет": counted_stride(1),
}

RECURRENCES: dict[str, dict[str, Intent]] = {
    "repeat": REPEAT,
    "ordday": ORDDAY,
    "tail": TAIL,
    "lead": LEAD,
    "months": MONTHS,
    "years": YEARS,
}
