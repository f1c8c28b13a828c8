"""Rules for what limits a repetition and is said apart from it, in both languages: the days that it leaves out ("except 25
December", «кроме 1 и 2 января») and how often it comes (", six times", «всего 6 раз»)."""

import datetime as dt
from collections.abc import Iterable

from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.mentions import Mention
from worker.understanding.dates.moments import Draft
from worker.understanding.dates.recurrences import TIMES_A_DAY
from worker.understanding.dates.values import Day
from worker.understanding.dates.wordlists import words

# A longer time left out is another repetition.
_LONGEST_RANGE = 62

Dates = tuple[dt.date, ...]


def _one(frame: Frame, day: Day) -> Dates | None:
    """A day; a weekday by itself is each of them, which the repetition says ("every day except Friday")."""
    alone = frame.end - frame.start == 1 and frame.scene.has(frame.start, "WEEKDAY")
    return None if alone or day.past else (day.date,)


def _and(_: Frame, first: Day, others: Dates) -> Dates:
    return (first.date, *others)


def _number_and(_: Frame, number: int, others: Dates) -> Dates | None:
    """ "25 and 26 December": the month is that of the next."""
    first = _numbered(number, others[0])
    return (first, *others) if first else None


def _numbered(number: int, month: dt.date) -> dt.date | None:
    """The day of that number in a month; None when it has none."""
    try:
        return month.replace(day=number)
    except ValueError:
        return None


def _range(_: Frame, first: Day, last: Day) -> Dates | None:
    return _all_between(first.date, last.date)


def _number_range(_: Frame, number: int, last: Day) -> Dates | None:
    """ "1-8 January"."""
    first = _numbered(number, last.date)
    return _all_between(first, last.date) if first else None


def _all_between(first: dt.date, last: dt.date) -> Dates | None:
    length = (last - first).days
    if not 0 < length <= _LONGEST_RANGE:
        return None
    return tuple(first + dt.timedelta(days=step) for step in range(length + 1))


def _exception(_: Frame, left_out: Dates) -> Draft:
    return {"kind": "limit", "left_out": left_out}


def _bare_exception(frame: Frame, left_out: Dates) -> Draft | None:
    """ "every Monday but 25 December": at the end, or behind a repetition that the sentence begins with; elsewhere
    something else may be said of that day ("clean it every Monday, but 25 December call Anna")."""
    scene = frame.scene
    ends = scene.word(frame.end) in _SENTENCE_ENDS
    return _exception(frame, left_out) if ends or any(scene.word(at) in _EACH for at in (0, 1)) else None


def _month_and(_: Frame, month: int, others: tuple[int, ...]) -> tuple[int, ...]:
    return (month, *others)


def _month_range(_: Frame, first: int, last: int) -> tuple[int, ...] | None:
    """From one month to another, over the end of the year when need be."""
    length = (last - first) % 12
    return tuple((first - 1 + step) % 12 + 1 for step in range(length + 1)) if length else None


def _in_months(_: Frame, months: tuple[int, ...]) -> Draft:
    return {"kind": "limit", "left_out_months": months}


def _on_holidays(*_: object) -> Draft:
    return {"kind": "limit", "holidays": True}


def _and_holidays(frame: Frame) -> Draft | None:
    """ "every day except weekends and holidays": behind a word of exception in the same sentence only."""
    return _on_holidays() if any(frame.scene.word(at) in _EXCEPTING for at in range(frame.start)) else None


def _day_and(frame: Frame, first: Day, others: Dates) -> Dates | None:
    named = frame.scene.has(frame.start, "WEEKDAY")
    return None if first.past or named else (first.date, *others)


_EXCEPTING = words("except excluding bar barring apart other exception кроме исключая исключением но")

_EACH = words("every each daily weekdays weekly monthly")
_SENTENCE_ENDS = frozenset(("", ".", "!", ";", ")", "\n"))


def _times(_: Frame, count: int) -> Draft | None:
    return {"kind": "limit", "repeats": count} if 1 <= count <= 999 else None


def _times_apart(frame: Frame, count: int) -> Draft | None:
    """ "rehearsal every Tuesday, six times"; without the comma it may be what is to be done."""
    return _times(frame, count) if frame.scene.word(frame.start - 1) == "," else None


LEFT_OUT: dict[str, Intent] = {
    "<exact> and|,|&|и the?|on? <leftout> / <exact> , and|и the? <leftout>": _and,
    "<whole>|<ordinal> and|,|&|и <leftout>": _number_and,
    "from|between? <exact> to|through|till|until|and|- <exact> / с|со? <exact> по|до|- <exact>": _range,
    "from|between? <whole>|<ordinal> to|through|-|and <exact> / с|со? <whole>|<ordinal> по|до|- <exact>": _number_range,
    "<day>": _one,
    "<day> and|,|&|и the? <leftout>": _day_and,
}
MONTHS_LEFT_OUT: dict[str, Intent] = {
    "MONTH": lambda _, month: (month,),
    "MONTH and|,|&|или|и|or in|в? <leftmonths> / MONTH , and|и <leftmonths>": _month_and,
    "MONTH and|,|&|или|и|or <leftmonths>": _month_and,
    "MONTH to|through|till|- MONTH / с MONTH по MONTH": _month_range,
    "the? summer|summertime / лета|летом|лето": lambda _: (6, 7, 8),
    "the? winter|wintertime / зимы|зимой|зиму": lambda _: (12, 1, 2),
    "the? spring|springtime / весны|весной|весну": lambda _: (3, 4, 5),
    "the? autumn|fall / осени|осенью|осень": lambda _: (9, 10, 11),
}
_HOLIDAYS = (
    "the? public|bank|national|official|state|school? holidays|holiday",
    "на? всех? государственных|официальных|школьных? праздников|праздники",
    "праздничных|праздничные|нерабочих|нерабочие дней|дни / праздничных|праздничные",
    "выходных и праздников / выходных и праздничных дней?",
)
LIMIT: dict[str, Intent] = {
    "except|excluding|bar|barring|skipping|skip for|on? the? <leftout> / but|just not for|on? the? <leftout>": _exception,
    "but|without the? <leftout> / без <leftout>": _bare_exception,
    "save|minus for? the? <leftout> / не считая <leftout> / помимо <leftout>": _exception,
    "apart|aside from the? <leftout> / other than the? <leftout> / with the exception of the? <leftout>": _exception,
    "кроме|исключая|минус <leftout> / за исключением <leftout> / только|но не <leftout> / пропуская <leftout>": _exception,
    "except|excluding|bar|barring|skipping|skip in|for|during? all|the? <leftmonths>": _in_months,
    "but|just|and|only not in|for|during all? <leftmonths> / apart|aside from <leftmonths> / other than in? <leftmonths>": _in_months,
    "with the exception of <leftmonths> / never in <leftmonths>": _in_months,
    "кроме|исключая|минус <leftmonths> / за исключением <leftmonths> / пропуская <leftmonths>": _in_months,
    "только|но|а не в|во? <leftmonths>": _in_months,
    "except|excluding|bar|barring|skipping on|for? <publicholidays> / but|just not on|for <publicholidays>": _on_holidays,
    "apart|aside from <publicholidays> / other than on? <publicholidays> / unless it's|its a <publicholidays>": _on_holidays,
    "кроме|исключая|минус <publicholidays> / за исключением <publicholidays> / только|но|а не в|по|на <publicholidays>": _on_holidays,
    "and|or|&|, <publicholidays> / и|или|, <publicholidays>": lambda frame, *_: _and_holidays(frame),
    "for|only|just <whole> times|occurrences|repetitions|sessions in? total|altogether?": _times,
    "<whole> times|sessions in? total|altogether / всего|только|лишь <whole> раз|раза / <whole> раз|раза всего|подряд": _times,
    "<whole> times|sessions / <whole> раз|раза|разика": _times_apart,
}


def add_limits(grammar: Grammar) -> None:
    """Adds `limit`, a Draft with the dates that are left out or the number of times."""
    grammar.add("leftout", LEFT_OUT)
    grammar.add("leftmonths", MONTHS_LEFT_OUT)
    grammar.add("publicholidays", {pattern: lambda *_: True for pattern in _HOLIDAYS})
    grammar.add("limit", LIMIT)


def with_meant_limits(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions without limits that limit nothing: where nothing repeats, and "every day, 3 times", which may be the
    number of times a day."""
    found = tuple(mentions)
    rules = [mention.rrule for mention in found if mention.kind == "recurrence" and mention.rrule]
    daily = all(rule.startswith("FREQ=DAILY") for rule in rules)
    return tuple(
        mention
        for mention in found
        if mention.kind != "limit"
        or (rules and not (daily and mention.repeats and mention.repeats < TIMES_A_DAY))
    )
