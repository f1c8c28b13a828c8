"""English rules for clock times: "half past nine", "quarter to five", "first thing", "end of day"."""

import datetime as dt

from worker.understanding.dates.clocks import deadline_part, part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.surroundings import counts_before, ends_phrase
from worker.understanding.dates.values import Clock, clock_of, in_part, meridiem


def _past(_: Frame, minutes: int, hour: int) -> Clock | None:
    return clock_of(hour, minutes) if 1 <= hour <= 12 and 1 <= minutes <= 30 else None


def _to(_: Frame, minutes: int, hour: int) -> Clock | None:
    """Ten to five; with full hours such as "9 to 5" only the spoken minute counts are minutes."""
    if not (1 <= hour <= 12 and minutes in (5, 10, 20, 25)):
        return None
    return clock_of(hour - 1 or 12, 60 - minutes)


def _spoken_past(frame: Frame, minutes: int, hour: int) -> Clock | None:
    """ "twenty after three": with "after", only minutes that are said as words."""
    spoken = frame.scene.has(frame.start, "NUMWORD") or frame.scene.has(frame.start, "TENS")
    return _past(frame, minutes, hour) if spoken and minutes in (5, 10, 20, 25) else None


def _around_noon(minutes: int) -> Intent:
    """So many minutes after noon, or before it when negative."""
    hour, minute = divmod(12 * 60 + minutes, 60)
    return lambda *_: Clock(dt.time(hour, minute))


def _before_noon(frame: Frame, minutes: int) -> Clock | None:
    """ "ten to noon"; "from 10 to noon" is a span."""
    led = frame.scene.word(frame.start - 1) in ("from", "between")
    return _around_noon(-minutes)() if minutes in (5, 10, 15, 20, 25) and not led else None


def _after_noon(_: Frame, minutes: int) -> Clock | None:
    return _around_noon(minutes)() if minutes in (5, 10, 15, 20, 25, 30) else None


def _half_of(frame: Frame, hour: int) -> Clock | None:
    """ "half 3" without a preposition: only where nothing is counted."""
    free = ends_phrase(frame) and not counts_before(frame)
    return clock_of(hour, 30) if 1 <= hour <= 12 and free else None


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


def _noon(_: Frame) -> Clock:
    return Clock(dt.time(12))


def _midnight(_: Frame) -> Clock:
    return Clock(dt.time(0), midnight=True)


def _of_night(frame: Frame, hour: int) -> Clock | None:
    """ "11 at night"."""
    found = None if counts_before(frame) else clock_of(hour)
    return found and in_part(found, "night")


ORAL: dict[str, Intent] = {
    "half past <whole>": lambda _, hour: clock_of(hour, 30) if hour <= 12 else None,
    "a? quarter past|after <whole>": lambda _, hour: clock_of(hour, 15) if hour <= 12 else None,
    "a? quarter to|of|till|before <whole>": _quarter_to,
    "<whole> past <whole> / <whole> minutes|mins past|after <whole>": _past,
    "<whole> minutes|mins to|before <whole>": _to,
    "<whole> o'clock|oclock|o'clok / <whole> o clock": lambda _, hour: clock_of(hour),
    "<whole> after <whole>": _spoken_past,
    "a? quarter past|after noon|midday": _around_noon(15),
    "half past noon|midday": _around_noon(30),
    "a? quarter to|of|till|before noon|midday": _around_noon(-15),
    "<whole> minutes|mins? to|before|till noon|midday": _before_noon,
    "<whole> minutes|mins? past|after noon|midday": _after_noon,
    "<whole> hundred hours|hrs": lambda _, hour: clock_of(hour, literal=True),
    "HHMM hours|hrs": lambda _, time: clock_of(time.hour, time.minute, literal=True),
}

GENPART: dict[str, Intent] = {
    "in the? morning / this morning / morning": lambda _: "morning",
    "in the? afternoon / this afternoon / afternoon": lambda _: "afternoon",
    "in the? evening / this evening / evening / tonight": lambda _: "evening",
    "at night": lambda _: "night",
}

PART: dict[str, Intent] = {
    "in the early? morning / in the mornings / early in the morning / mid - morning": lambda _: part_clock(
        "morning"
    ),
    "first thing / first thing in the morning": _first_thing,
    "in the late|early? afternoon / in the afternoons": lambda _: part_clock("lunch"),
    "in the late|early? evening / in the evenings / late in the evening": lambda _: part_clock("evening"),
    "at night": lambda _: part_clock("evening")._replace(sure=False),
    "lunchtime|lunchtimes / lunch time": lambda _: part_clock("lunch"),
    "at|around lunch|lunchtime / over lunch": lambda _: part_clock("lunch"),
    "by|before|until|till lunch|lunchtime": deadline_part("lunch"),
    "noon|midday|noontime / 12|twelve noon|midday": _noon,
    "after|past lunch|lunchtime / straight|right|just after lunch": lambda _: part_clock("afternoon"),
    "midnight / 12|twelve midnight": _midnight,
    "end of the? working|business|work? day": lambda _: part_clock("evening"),
    "the end of the? working|business|work? day": lambda _: part_clock("evening"),
    "day|day's end / eod|cob|eob / close of business|play / end of business|play": lambda _: part_clock(
        "evening"
    ),
    "after work": lambda _: part_clock("evening"),
    "before dinner|supper / by dinner|supper": deadline_part("evening"),
}

# Names of parts that stand only beside a day: "tomorrow morning", "Thursday lunch", never "good morning".
BESIDE_DAY: dict[str, Intent] = {
    "early|late? PART": lambda _, part: part_clock(part),
    "in the PART": lambda _, part: part_clock(part),
    "lunch": lambda frame: (
        None if frame.scene.word(frame.end) in ("with", "meeting", "at", "for") else part_clock("lunch")
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
        "half <whole>": _half_of,
        "<whole> after <whole> <half>": lambda frame, minutes, hour, half: (
            (found := _past(frame, minutes, hour)) and meridiem(hour, found.time.minute, half)
        ),
        "<whole> at night": _of_night,
        "<oral> sharp / CLOCKFIG sharp": lambda _, time: (
            clock_of(time.hour, time.minute) if isinstance(time, dt.time) else time
        ),
        "<whole> o'clock <genpart>": lambda _, hour, part: (found := clock_of(hour)) and in_part(found, part),
        "CLOCKFIG <genpart>": lambda _, time, part: (
            (found := clock_of(time.hour, time.minute)) and in_part(found, part)
        ),
        "<whole> in the? PART": lambda _, hour, part: (found := clock_of(hour)) and in_part(found, part),
    },
}
