"""English rules for clock times: "half past nine", "quarter to five", "first thing", "end of day"."""

import datetime as dt

from worker.understanding.dates.clocks import part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.values import Clock, clock_of, in_part


def _past(_: Frame, minutes: int, hour: int) -> Clock | None:
    return clock_of(hour, minutes) if 1 <= hour <= 12 and 1 <= minutes <= 30 else None


def _to(_: Frame, minutes: int, hour: int) -> Clock | None:
    """Ten to five; with full hours such as "9 to 5" only the spoken minute counts are minutes."""
    if not (1 <= hour <= 12 and minutes in (5, 10, 20, 25)):
        return None
    return clock_of(hour - 1 or 12, 60 - minutes)


def _from_to(frame: Frame, minutes: int, hour: int) -> Clock | None:
    return None if frame.scene.word(frame.start - 1) in ("from", "between") else _to(frame, minutes, hour)


def _quarter_to(_: Frame, hour: int) -> Clock | None:
    return clock_of(hour - 1 or 12, 45) if 1 <= hour <= 12 else None


def _first_thing(frame: Frame) -> Clock | None:
    """ "first thing" as a time; "first thing: ..." and "first thing is ..." begin a list."""
    opens = frame.scene.word(frame.start - 1) in (
        "",
        ".",
        ",",
        "\n",
        "!",
        "?",
        ";",
        ":",
        "ok",
        "so",
        "the",
        "right",
    )
    return (
        None
        if opens and frame.scene.word(frame.end) in (":", "is", ",", "-", "to", "we", "i")
        else part_clock("morning")
    )


def _literal_noon(_: Frame) -> Clock:
    return Clock(dt.time(12))


def _midnight(_: Frame) -> Clock:
    return Clock(dt.time(0), midnight=True)


ORAL: dict[str, Intent] = {
    "half past <whole>": lambda _, hour: clock_of(hour, 30) if hour <= 12 else None,
    "a? quarter past|after <whole>": lambda _, hour: clock_of(hour, 15) if hour <= 12 else None,
    "a? quarter to|of|till|before <whole>": _quarter_to,
    "<whole> past <whole> / <whole> minutes|mins past|after <whole>": _past,
    "<whole> minutes|mins to|before <whole>": _to,
    "<whole> o'clock|oclock|o'clok": lambda _, hour: clock_of(hour),
    "<whole> hundred hours|hrs": lambda _, hour: clock_of(hour, literal=True),
    "HHMM hours|hrs": lambda _, time: clock_of(time.hour, time.minute, literal=True),
}

GENPART: dict[str, Intent] = {
    "in the morning / this morning / morning": lambda _: "morning",
    "in the afternoon / this afternoon / afternoon": lambda _: "afternoon",
    "in the evening / this evening / at night / evening / tonight": lambda _: "evening",
}

PART: dict[str, Intent] = {
    "in the early? morning / in the mornings / early in the morning / mid - morning": lambda _: part_clock(
        "morning"
    ),
    "first thing / first thing in the morning": _first_thing,
    "in the late|early? afternoon / in the afternoons": lambda _: part_clock("noon"),
    "in the late|early? evening / in the evenings / late in the evening": lambda _: part_clock("evening"),
    "at night": lambda _: part_clock("evening")._replace(sure=False),
    "noon|midday|noontime|lunchtime|lunchtimes / lunch time": lambda _: part_clock("noon"),
    "at|by|before|around|until lunch|noon|lunchtime|midday / over lunch": lambda _: part_clock("noon"),
    "12|twelve noon|midday": _literal_noon,
    "after|past lunch|lunchtime / straight|right|just after lunch": lambda _: part_clock("afternoon"),
    "midnight / 12|twelve midnight": _midnight,
    "end of the? working|business|work? day": lambda _: part_clock("evening"),
    "the end of the? working|business|work? day": lambda _: part_clock("evening"),
    "day|day's end / eod|cob|eob / close of business|play / end of business|play": lambda _: part_clock(
        "evening"
    ),
    "after work / before dinner": lambda _: part_clock("evening"),
}

# Names of parts that stand only beside a day: "tomorrow morning", "Thursday lunch", never "good morning".
BESIDE_DAY: dict[str, Intent] = {
    "early|late? PART": lambda _, part: part_clock(part),
    "in the PART": lambda _, part: part_clock(part),
    "lunch": lambda frame: (
        None if frame.scene.word(frame.end) in ("with", "meeting", "at", "for") else part_clock("noon")
    ),
}

HOUR: dict[str, Intent] = {
    "<whole> to <whole>": _from_to,
    "half <whole>": lambda _, hour: clock_of(hour, 30) if 1 <= hour <= 12 else None,
    "<whole> o|oh <whole>": lambda _, hour, minute: clock_of(hour, minute) if minute < 10 else None,
    "<whole> sharp": lambda _, hour: clock_of(hour),
}

CLOCKS: dict[str, dict[str, Intent]] = {
    "oral": ORAL,
    "genpart": GENPART,
    "part": PART,
    "beside": BESIDE_DAY,
    "hour": HOUR,
    "clock": {
        "<oral> sharp / CLOCKFIG sharp": lambda _, time: (
            clock_of(time.hour, time.minute) if isinstance(time, dt.time) else time
        ),
        "<whole> o'clock <genpart>": lambda _, hour, part: (found := clock_of(hour)) and in_part(found, part),
        "CLOCKFIG <genpart>": lambda _, time, part: (
            (found := clock_of(time.hour, time.minute)) and in_part(found, part)
        ),
        "<whole> in the PART": lambda _, hour, part: (found := clock_of(hour)) and in_part(found, part),
    },
}
