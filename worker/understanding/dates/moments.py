"""Rules for moments: a preposition, a day and a clock time in any order become one draft of a mention."""

import datetime as dt
from typing import Any

from worker.understanding.dates import days
from worker.understanding.dates.calendar_dates import coming, month_day
from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.mentions import Relation
from worker.understanding.dates.surroundings import STREETS, ends_phrase, moving
from worker.understanding.dates.values import Amount, Clock, Day, clock_of, in_part
from worker.understanding.dates.wordlists import words

Draft = dict[str, Any]  # the fields of a Mention, without its place and text


def on_day(_: Frame, relation: Relation | None, date: Day) -> Draft:
    """A day alone."""
    return _dated(relation, date)


def _dated(relation: Relation | None, date: Day) -> Draft:
    after = relation == "since"
    return {
        "kind": "moment",
        "date": date.date,
        "date_said": True,
        "relation": relation or "at",
        "past": date.past,
        "background": date.background or date.past or after,
        "sure": date.sure,
    }


def at_clock(_: Frame, relation: Relation | None, clock: Clock) -> Draft:
    """A clock time alone: its day is settled when it is combined."""
    return {
        "kind": "moment",
        "time": clock.time,
        "time_said": True,
        "relation": relation or ("by" if clock.by else "at"),
        "vague": clock.part is not None,
        "bare": clock.bare,
        "sure": clock.sure,
    }


_UNTIL = frozenset({"by", "before", "until", "due"})


def both(
    frame: Frame, relation: Relation | None, date: Day, other: Relation | None, clock: Clock
) -> Draft | None:
    """A day and a clock time; midnight of a named day is its end, that is the next day's 00:00. A whole week or month
    has no night of its own."""
    if date.period and clock.part == "night":
        return None
    if clock.midnight:
        date = date._replace(date=days.add_days(date.date, 1), sure=False)
    # "on Friday by noon", «в пятницу до обеда» are until then.
    until = other if other in _UNTIL else "by" if clock.by and relation in {None, "at"} else None
    said = until or relation or other
    draft = _dated(said, date) | at_clock(frame, said, clock)
    return draft | {"sure": date.sure and clock.sure}


def both_reversed(
    frame: Frame, relation: Relation | None, clock: Clock, other: Relation | None, date: Day
) -> Draft | None:
    """The same with the time said first."""
    return both(frame, relation, date, other, clock)


def with_part(
    frame: Frame, relation: Relation | None, date: Day, part: Clock, other: Relation | None, clock: Clock
) -> Draft | None:
    """A day, a part of it, and an hour within: "завтра вечером в 8"."""
    if part.part is None:
        return None
    return both(frame, relation, date, other, in_part(clock, part.part))


def part_and_hour(frame: Frame, part: Clock, relation: Relation | None, clock: Clock) -> Draft | None:
    """ "вечером в 8"."""
    return at_clock(frame, relation, in_part(clock, part.part)) if part.part else None


def part_hour_day(
    frame: Frame, part: Clock, rel: Relation | None, clock: Clock, other: Relation | None, date: Day
) -> Draft | None:
    """ "утром в 9 в пятницу"."""
    return both(frame, rel, date, other, in_part(clock, part.part)) if part.part else None


def part_day_hour(
    frame: Frame, part: Clock, rel: Relation | None, date: Day, other: Relation | None, clock: Clock
) -> Draft | None:
    """ "вечером в пятницу в 8"."""
    return both(frame, rel, date, other, in_part(clock, part.part)) if part.part else None


def clock_day_part(
    frame: Frame, relation: Relation | None, clock: Clock, other: Relation | None, date: Day, part: Clock
) -> Draft | None:
    """ "at 8 tomorrow morning"."""
    return both(frame, relation, date, other, in_part(clock, part.part)) if part.part else None


def elapsed(frame: Frame, amount: Amount) -> Draft | None:
    """In so many minutes or hours: the exact instant, also across a clock change (convention 7)."""
    if not amount.elapsed or not 0 < amount.minutes <= 1_000_000:
        return None
    instant = days.elapsed_from(frame.scene.now, amount.minutes)
    return {
        "kind": "moment",
        "date": instant.date(),
        "time": instant.time(),
        "date_said": True,
        "time_said": True,
        "elapsed": True,
        "minutes": amount.work,
        "sure": amount.sure,
    }


def counted(frame: Frame, date: Day, amount: Amount) -> Draft:
    """A day counted from now keeps its amount."""
    return on_day(frame, None, date) | {"minutes": amount.work, "days": amount.days, "months": amount.months}


def kept(half: str) -> Intent:
    """ "same time", "тот же день": a half of the task's due that stays."""
    return lambda *_: {"kind": "moment", "keep": half}


def hour_of_day(frame: Frame, clock: Clock, date: Day) -> Draft | None:
    """ "9 tomorrow": a figure right before a day; in Russian it would be a house («на Ленина 12 завтра»)."""
    if frame.scene.language != "en" or not ends_phrase(frame):
        return None
    return both(frame, None, date, None, clock._replace(sure=False))


def day_and_hour(frame: Frame, date: Day, clock: Clock) -> Draft | None:
    """ "tomorrow 9", where nothing is counted by it."""
    return both(frame, None, date, None, clock._replace(sure=False)) if ends_phrase(frame) else None


def hour_of_day_part(frame: Frame, clock: Clock, date: Day, part: Clock) -> Draft | None:
    """ "9 tomorrow morning"."""
    return both(frame, None, date, None, in_part(clock, part.part)) if part.part else None


# Prepositions that lead a bare hour only when something is being moved ("move it to 5"), or never ("on 5").
_LOOSE = words("to towards for say на по")
# "около двух часов" is a length, "около двух" an hour of the clock.
_CLOCK_PREPOSITIONS = words("в во к ко до с со после на по at by before until")
# "в 2 дня" is an hour, "на 2 дня" a length.
_DAYTIME_PREPOSITIONS = words("в во к ко до с со после")
_RUSSIAN_ONE = words("один одна одно одну одного одной одному")


def led_hour(frame: Frame, relation: Relation, clock: Clock) -> tuple[Relation, Clock] | None:
    """A preposition and a bare hour; "в одну", "on 5" and "for 5" are none."""
    scene = frame.scene
    said = {scene.word(at) for at in range(frame.start, frame.end)}
    unit = scene.has(frame.end - 1, "UNIT")
    if said & _RUSSIAN_ONE or (unit and not said & _CLOCK_PREPOSITIONS) or scene.word(frame.start) == "on":
        return None
    if scene.word(frame.end - 1) == "дня" and not said & _DAYTIME_PREPOSITIONS and "часа" not in said:
        return None
    if _is_address(frame):
        return None
    loose = scene.word(frame.start) in _LOOSE
    if loose and not (
        moving(frame)
        or not clock.bare
        or scene.has(frame.start - 1, "WEEKDAY")
        or scene.has(frame.start - 1, "DAY")
    ):
        return None
    people = scene.word(frame.start) == "for" and not moving(frame)  # "a table for 6 tonight"
    return relation, clock._replace(sure=clock.sure and not people)


def _is_address(frame: Frame) -> bool:
    """ "a leak at 14 Elm", "the house at 8 high st": a figure and a name; "at 10 Kim brings the lamps" is an hour."""
    scene, at = frame.scene, frame.end
    if scene.tokens[at - 1].kind == "number" and {scene.word(at + 1), scene.word(at + 2)} & STREETS:
        return True
    if (
        scene.word(frame.start) not in ("at", "by", "to", "from")
        or scene.tokens[frame.end - 1].kind != "number"
    ):
        return False
    if (
        at >= len(scene.tokens)
        or not scene.tokens[at].capital
        or scene.tokens[at].tags
        or not scene.word(at).isascii()
    ):
        return False
    following = scene.word(at + 1)
    return not (following.endswith("s") or following in _AFTER_SUBJECT)


_AFTER_SUBJECT = words("to and has will should must can is was needs from about with re")


def at_led(frame: Frame, led: tuple[Relation, Clock]) -> Draft:
    """A bare hour after its preposition."""
    return at_clock(frame, led[0], led[1])


def day_led(frame: Frame, relation: Relation | None, date: Day, led: tuple[Relation, Clock]) -> Draft | None:
    """ "в понедельник к 10"."""
    return both(frame, relation, date, *led)


def led_day(frame: Frame, led: tuple[Relation, Clock], other: Relation | None, date: Day) -> Draft | None:
    """ "в 10 в понедельник"."""
    return both(frame, led[0], date, other, led[1])


def _day_point(frame: Frame, relation: Relation | None, date: Day, time: dt.time) -> Draft | None:
    """ "Sunday 6.30", which in English is a clock time."""
    clock = clock_of(time.hour, time.minute)
    return both(frame, relation, date, None, clock) if clock and frame.scene.language == "en" else None


def _named_month(frame: Frame, relation: Relation, month: int, year: int | None = None) -> Draft | None:
    """ "by November", "в марте": its first day; this month's name is its end. "may" and "march" are verbs too."""
    token = frame.scene.tokens[frame.end - (2 if year else 1)]
    if token.word in ("may", "march", "mar", "sep", "dec", "jan", "mai") and not token.capital:
        return None
    return _dated(relation, month_day(frame.scene.today, month, year)._replace(sure=False))


_PERSON_LEADS = words(
    "call ring phone text email message meet ask tell pay see visit thank help invite remind with for from to of about and or "
    "miss mrs ms mr dr aunt uncle dear hi hello"
)
_NAMES = words("jan april may june august mai mar march")


def _bare_month(frame: Frame, month: int) -> Draft | None:
    """ "Call Anna March": a month at the end of what is said; one that is a name, a verb or short needs its capital, and
    none is read where a person may stand ("Call April", "lunch with June")."""
    scene, token = frame.scene, frame.scene.tokens[frame.start]
    before = scene.word(frame.start - 1)
    if scene.language != "en" or frame.start == 0 or not ends_phrase(frame) or before in _PERSON_LEADS:
        return None
    opens = frame.start < 2 or scene.word(frame.start - 2) in (".", "!", "?", "\n", ":", ",")
    named = token.word in _NAMES and (opens or not token.capital)
    if named or not (token.capital or len(token.word) > 4):
        return None
    return _dated(None, month_day(scene.today, month)._replace(sure=False))


def _heading_month(frame: Frame, month: int) -> Draft | None:
    """ "Март: ..." in front of what is to be done then."""
    if frame.start or frame.scene.word(frame.end) != ":":
        return None
    return _dated(None, month_day(frame.scene.today, month)._replace(sure=False))


SHARED: dict[str, Intent] = {
    "<rel>? <day>": on_day,
    "<rel>? <day> ,|-|:? <rel>? <clock>|<part> / <rel>? <day> ( <rel>? <clock>|<part> )": both,
    "<rel>? <day> ,|-|:? <beside>": lambda frame, rel, date, part: both(frame, rel, date, None, part),
    "<part> ,? <rel>? <day> <beside>": lambda frame, part, rel, date, _: both(frame, rel, date, None, part),
    "<rel>? <day> ,|-? <led>": day_led,
    "<rel>? <clock>|<part> ,|-? <rel>? <day>": both_reversed,
    "<led> ,? <rel>? <day>": led_day,
    "<rel>? <day> ,? POINTFIG": _day_point,
    "<rel>? POINTFIG <day>": lambda frame, rel, time, date: _day_point(frame, rel, date, time),
    "<rel>? <clock>|<part>": at_clock,
    "<led>": at_led,
    "<rel>? <day> ,? <part>|<beside> ,? <rel>? <clock>": with_part,
    "<rel>? <day> ,? <part>|<beside> ,? <led>": lambda frame, rel, date, part, led: with_part(
        frame, rel, date, part, *led
    ),
    "<rel>? <clock> ,? <rel>? <day> <part>|<beside>": clock_day_part,
    "<led> ,? <rel>? <day> <part>|<beside>": lambda frame, led, rel, date, part: clock_day_part(
        frame, led[0], led[1], rel, date, part
    ),
    "<part> ,? <rel>? <clock>": part_and_hour,
    "<part> ,? <led>": lambda frame, part, led: part_and_hour(frame, part, *led),
    "<part> ,? <rel>? <clock> ,? <rel>? <day>": part_hour_day,
    "<part> ,? <led> ,? <rel>? <day>": lambda frame, part, led, rel, date: part_hour_day(
        frame, part, led[0], led[1], rel, date
    ),
    "<part> ,? <rel>? <day> ,? <rel>? <clock>": part_day_hour,
    "<part> ,? <rel>? <day> ,? <led>": lambda frame, part, rel, date, led: part_day_hour(
        frame, part, rel, date, *led
    ),
    "<barehour> <near>": hour_of_day,
    "<barehour> <near> <part>|<beside>": hour_of_day_part,
    "DAY <barehour>": lambda frame, offset, clock: day_and_hour(
        frame, Day(days.add_days(frame.scene.today, offset), past=offset < 0), clock
    ),
    "MONTH": lambda frame, month: _bare_month(frame, month) or _heading_month(frame, month),
    "<rel> MONTH YEAR?": _named_month,
    "in MONTH YEAR?": lambda frame, month, year: _named_month(frame, "at", month, year),
}


def add_moments(grammar: Grammar, *tables: dict[str, dict[str, Intent]]) -> None:
    """Adds `moment` (a Draft) and `rel` (a Relation); every table brings the words of one language."""
    grammar.add("moment", SHARED)
    grammar.add(
        "near",
        {
            "DAY": lambda frame, offset: Day(days.add_days(frame.scene.today, offset), past=offset < 0),
            "<weekday>": coming,
        },
    )
    grammar.add("led", {"<rel> <hour>": led_hour})
    for table in tables:
        for name, rules in table.items():
            grammar.add(name, rules)
