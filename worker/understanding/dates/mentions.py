"""What a piece of text says about time: one value for every expression found, with its place in the text."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

MentionKind = Literal["moment", "recurrence", "limit", "duration", "reminder", "shift"]
Relation = Literal["at", "by", "before", "until", "from", "since", "after", "due"]
Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One expression about time. `start` and `end` are character offsets, prepositions and fillers included.

    Every kind:
        sure        False when the language leaves room for another reading.
        past        names something before now (yesterday, last Friday, two days ago).
        background  the language itself says that it is no deadline: past, a possessive ("Friday's orders"),
                    an event's name ("the Friday rush", a date in quotes).
        negated     "not today", "не сегодня": the day or time that is being turned down.
    moment: `date` is the resolved local date (None when only a clock time was said), `time` the clock time
        (None when no time was said); `date_said` and `time_said` tell the halves apart. A moment counted from
        now in minutes or hours has `elapsed` True and holds the exact instant in both halves. `keep` is "time" for
        "at the same time" and "day" for "the same day": nothing is resolved then. `vague` marks a part of
        the day ("evening"), `bare` an hour without am or pm. A moment counted in an amount ("in an hour",
        "in two days") also fills minutes, days and months, so that "done in an hour" can be read as a duration.
    recurrence: `rrule` is an RFC 5545 rule without prefix (None when it is said but cannot be expressed, as
        "twice a week"); `date` is the first occurrence or the stated start, `time` the clock time if said.
    limit: of a repetition, `left_out` are the dates on which it does not come ("except 25 December"), `left_out_months`
        the months (1 to 12) in which it does not, `repeats` the number of times. `holidays`: it does not come on public
        holidays, which nobody knows here.
    duration: `minutes` of work (a day is 480, a week 2,400, a month 9,600). `is_span` for "from 2 to 4 pm", whose
        start is then in `time` (and `date`, when said). days and months hold what was said, for use as a shift.
    reminder: `minutes` of lead before the due (a day is 1,440).
    shift: a move of a task's current due by `minutes`, `days` and `months`, negative for earlier.
    """

    start: int
    end: int
    kind: MentionKind
    text: str
    date: dt.date | None = None
    time: dt.time | None = None
    date_said: bool = False
    time_said: bool = False
    relation: Relation = "at"
    past: bool = False
    elapsed: bool = False
    rrule: str | None = None
    minutes: int | None = None
    days: int = 0
    months: int = 0
    is_span: bool = False
    background: bool = False
    negated: bool = False
    keep: Literal["time", "day"] | None = None
    vague: bool = False
    bare: bool = False
    sure: bool = True
    left_out: tuple[dt.date, ...] = ()
    left_out_months: tuple[int, ...] = ()
    holidays: bool = False
    repeats: int | None = None
