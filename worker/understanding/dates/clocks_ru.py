"""Russian rules for clock times: "в половине девятого", "без четверти пять", "в три часа дня", "после обеда"."""

import datetime as dt

from worker.understanding.dates.clocks import counts_things, deadline_part, part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.values import Clock, clock_of, in_part


def _of_hour(_: Frame, minutes: int, ordinal: int) -> Clock | None:
    """Ten minutes of the sixth hour: the hour before, plus the minutes."""
    return clock_of(ordinal - 1 or 12, minutes) if 1 <= ordinal <= 12 and 0 < minutes < 60 else None


def _without(_: Frame, minutes: int, hour: int) -> Clock | None:
    """ "без десяти шесть"."""
    return clock_of(hour - 1 or 12, 60 - minutes) if 1 <= hour <= 24 and 0 < minutes <= 30 else None


def _hours_said(frame: Frame, hour: int) -> Clock | None:
    """ "15 часов" after a preposition, unless minutes follow."""
    return clock_of(hour) if hour <= 24 and not frame.scene.has(frame.end, "MOVE") else None


def _midnight(_: Frame) -> Clock:
    return Clock(dt.time(0), midnight=True)


def _of_part(_: Frame, hour: int, part: str) -> Clock | None:
    clock = clock_of(hour)
    return in_part(clock, part) if clock else None


def _minutes_of_part(_: Frame, hour: int, minute: int, part: str) -> Clock | None:
    clock = clock_of(hour, minute)
    return in_part(clock, part) if clock else None


def _one(frame: Frame) -> Clock | None:
    """ "в час", "к часу": one in the afternoon, unless it begins an amount or a spoken time."""
    number = frame.scene.has(frame.end, "NUM") or frame.scene.has(frame.end, "TENS")
    return None if number or counts_things(frame) else clock_of(1)


ORAL: dict[str, Intent] = {
    "HALFHOUR": lambda frame, hour: _of_hour(frame, 30, hour),
    "пол|половина|половине|половину|половины ORD": lambda frame, hour: _of_hour(frame, 30, hour),
    "четверть ORD": lambda frame, hour: _of_hour(frame, 15, hour),
    "<whole> минут|мин|минуты ORD": _of_hour,
    "без четверти <whole>": lambda frame, hour: _without(frame, 15, hour),
    "без четверти час / без четверти часа": lambda frame: _without(frame, 15, 1),
    "без <whole> <whole> / без <whole> минут|мин <whole>": _without,
    "<whole> ноль ноль": lambda _, hour: clock_of(hour),
    "<whole> ноль NUM / <whole> часов|часа ноль NUM": lambda _, hour, minute: (
        clock_of(hour, minute) if 0 < minute < 10 else None
    ),
}

GENPART: dict[str, Intent] = {
    "GENPART": lambda _, part: part,
    "утром": lambda _: "morning",
    "вечером": lambda _: "evening",
    "днем": lambda _: "afternoon",
    "ночью": lambda _: "night",
}

_MORNING = "утром / с утра / с самого утра / рано|пораньше утром / с утра пораньше / прямо с утра / первым делом / на утро"
_LUNCH = "днем / в обед / в обеденное время / в обеденный перерыв"
_AFTER_LUNCH = "после обеда / сразу после обеда / после обеденного перерыва"
_EVENING = "вечером / вечерком / под вечер / на вечер / поздно вечером / поздним вечером"
_DAY_END = "конца|концу|конце рабочего? дня / конца|концу|конце раб дня / конец дня"

PART: dict[str, Intent] = {
    _MORNING: lambda _: part_clock("morning"),
    "к утру / до утра": deadline_part("morning"),
    _LUNCH: lambda _: part_clock("lunch"),
    "к обеду / до обеда / перед обедом / ближе к обеду": deadline_part("lunch"),
    "в|во второй половине дня": lambda _: part_clock("lunch")._replace(sure=False),
    "в первой половине дня": lambda _: part_clock("morning")._replace(sure=False),
    "полдень|полудня|полудню|полднем / 12|двенадцать дня": lambda _: Clock(dt.time(12)),
    "пополудни": lambda _: part_clock("afternoon"),
    "с обеда": lambda _: part_clock("afternoon")._replace(sure=False),
    _AFTER_LUNCH: lambda _: part_clock("afternoon"),
    _EVENING: lambda _: part_clock("evening"),
    "к вечеру / до вечера / ближе к вечеру": deadline_part("evening"),
    "после работы": lambda _: part_clock("evening"),
    _DAY_END: lambda _: part_clock("evening"),
    "ночью": lambda _: part_clock("night"),
    "полночь|полуночи|полночи": _midnight,
}

BESIDE_DAY: dict[str, Intent] = {
    "утро": lambda _: part_clock("morning"),
    "обед": lambda _: part_clock("lunch"),
    "вечер": lambda _: part_clock("evening"),
}

HOUR: dict[str, Intent] = {
    "<whole> час|часов|часа|часам|ч": _hours_said,
    "<whole> час|часов|часа|ч <whole> минут|минуты|мин?": lambda _, hour, minute: clock_of(hour, minute),
    "час|часу": _one,
    "час|часу <whole>": lambda _, minute: clock_of(1, minute) if minute >= 10 else None,
}

CLOCKS: dict[str, dict[str, Intent]] = {
    "oral": ORAL,
    "genpart": GENPART,
    "part": PART,
    "beside": BESIDE_DAY,
    "hour": HOUR,
    "clock": {
        "<whole> час|часа|часов|часам GENPART": _of_part,
        "<whole> <whole> GENPART": _minutes_of_part,
        "<whole> час|часа|часов <whole> минут|минуты|мин? GENPART": _minutes_of_part,
        "час|часу GENPART": lambda frame, part: _of_part(frame, 1, part),
        "<whole> утра|вечера|ночи": lambda frame, hour: _of_part(
            frame,
            hour,
            {"утра": "morning", "вечера": "evening", "ночи": "night"}[frame.scene.word(frame.end - 1)],
        ),
        "CLOCKFIG GENPART": lambda frame, time, part: _minutes_of_part(frame, time.hour, time.minute, part),
        "POINTFIG GENPART": lambda frame, time, part: _minutes_of_part(frame, time.hour, time.minute, part),
    },
}
