"""English words around moments: prepositions, "tonight", "in two hours", "at the same time"."""

import datetime as dt

from worker.understanding.dates import days
from worker.understanding.dates.clocks import part_clock
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.mentions import Relation
from worker.understanding.dates.moments import Draft, both, counted, elapsed, kept
from worker.understanding.dates.values import Amount, Clock, Day, Part, amount, in_part


def _rel(relation: Relation) -> Intent:
    return lambda *_: relation


def _at_sign(frame: Frame) -> Relation | None:
    """ "@ 3pm"; not the sign within an address ("info@3d.com")."""
    at = frame.scene.tokens[frame.start].start
    return None if at and frame.scene.text[at - 1].isalnum() else "at"


def _is_till(frame: Frame) -> bool:
    """Whether the till is a thing: "the till", "the shop's till"."""
    before = frame.scene.word(frame.start - 1)
    return before in ("the", "our", "a", "my") or before.endswith("'s")


REL: dict[str, Intent] = {
    "at|on|for|around|about|approx|roughly|circa|say / at|on|by about|around|approximately|roughly|exactly": _rel(
        "at"
    ),
    "@ / @ about|around": _at_sign,
    "to|towards / set|scheduled for / starts|starting|begins at": _rel("at"),
    "by / by the / come / no|not later than / by at|the? latest / on or before / at the latest by / by no later than": _rel(
        "by"
    ),
    "b TIMES": lambda frame, figure: "before" if figure == 4 and frame.scene.touches(frame.end - 1) else None,
    "before / before the / ahead of / prior to": _rel("before"),
    "only do|make|manage": _rel("at"),
    "until|till|til / until|till|til the / up to|until": lambda frame, *_: (
        None if _is_till(frame) else "until"
    ),
    "due / due by|on|at|in|before / due : / deadline / deadline is|:|-|= / deadline is|: by? / must be done by": _rel(
        "due"
    ),
    "from / starting / starting from|on / as of / effective / beginning|beginning on? / not before / no earlier than": _rel(
        "from"
    ),
    "since / ever since / since about|around|like|roughly": _rel("since"),
    "after / anytime|any|sometime time? after": _rel("after"),
}


def _tonight(frame: Frame, relation: Relation | None) -> Draft | None:
    return both(frame, relation, Day(frame.scene.today), None, part_clock("evening"))


def _this_part(frame: Frame, relation: Relation | None, part: Part) -> Draft | None:
    """ "this morning", said after it, tells what happened."""
    clock = part_clock(part)
    over = part == "morning" and frame.scene.now.time() > dt.time(12)
    return both(frame, relation, Day(frame.scene.today, past=over, background=over), None, clock)


def _evening_hour(frame: Frame, relation: Relation | None, clock: Clock) -> Draft | None:
    return both(frame, relation, Day(frame.scene.today), None, in_part(clock, "evening"))


def _evening_first(frame: Frame, relation: Relation | None, _: Relation | None, clock: Clock) -> Draft | None:
    return _evening_hour(frame, relation, clock)


def _next_part(frame: Frame, part: Part) -> Draft | None:
    """ "the next morning": tomorrow's."""
    return both(frame, None, Day(days.add_days(frame.scene.today, 1), sure=False), None, part_clock(part))


def _within(frame: Frame, amount: Amount) -> Draft | None:
    draft = elapsed(frame, amount) or _counted(frame, amount)
    return draft and draft | {"relation": "by"}


def _counted(frame: Frame, length: Amount) -> Draft | None:
    if length.elapsed:
        return None
    extra = 1 if length.minutes else 0
    date = Day(days.in_amount(frame.scene.today, length.months, length.days + extra), sure=length.sure)
    return counted(frame, date, length)


_ABOUT = "about|around|roughly|approx|approximately|like|maybe|nearly|almost|circa|some|~"
_IN_AMOUNT = f"in an|a? <amount> / in {_ABOUT} ~? <amount> / in <amount> time / in <amount> ' time / <amount> from now / in the next <amount>"

MOMENT: dict[str, Intent] = {
    "<rel>? tonight / later tonight": lambda frame, relation=None: _tonight(frame, relation),
    "<rel>? tonight ,? <rel>? <clock> / <rel>? tonight ,? <rel> <hour>": _evening_first,
    "<rel>? <clock> tonight / <rel> <hour> tonight": _evening_hour,
    "<barehour> tonight": lambda frame, clock: _evening_hour(frame, None, clock),
    "<barehour> this PART": lambda frame, clock, part: both(
        frame, None, Day(frame.scene.today), None, in_part(clock, part)
    ),
    "next hour": lambda frame: elapsed(frame, amount(1, "hour")),
    "<rel>? this PART": _this_part,
    "later|earlier this PART": lambda frame, part: _this_part(frame, None, part),
    "<rel>? this PART ,? <rel>? <clock> / <rel>? this PART ,? <rel> <hour>": (
        lambda frame, relation, part, _, clock: both(
            frame, relation, Day(frame.scene.today), None, in_part(clock, part)
        )
    ),
    "the next|following PART": _next_part,
    _IN_AMOUNT: lambda frame, amount: elapsed(frame, amount) or _counted(frame, amount),
    "<amount> from today": _counted,
    "in ONE POSSUNIT time / in <count> POSSUNIT time": lambda frame, count, unit: _counted(
        frame, amount(count, unit)
    ),
    f"within the? next? {_ABOUT}? ~? <amount> / in under <amount>": _within,
    "same|usual time / at|for? the same|usual time / same time as before / the same hour": kept("time"),
    "same day / on? the same day / that same day": kept("day"),
}

MOMENTS: dict[str, dict[str, Intent]] = {"rel": REL, "moment": MOMENT}
