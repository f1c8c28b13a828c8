"""Rules for reminders with a lead, moves of a due, spans and durations, in both languages."""

from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.moments import Draft
from worker.understanding.dates.surroundings import ends_phrase, moving, reminded, sentence
from worker.understanding.dates.values import Amount, Clock, Day, amount, in_part, span_minutes
from worker.understanding.dates.wordlists import words


def _reminder(_: Frame, lead: Amount) -> Draft | None:
    if not 0 < lead.lead <= 525_600:
        return None
    return {"kind": "reminder", "minutes": lead.lead, "days": lead.days, "months": lead.months}


def _day_before(*_: object) -> Draft:
    return {"kind": "reminder", "minutes": 1_440, "days": 1}


def _if_reminded(frame: Frame, lead: Amount) -> Draft | None:
    """ "за час" is a lead when the sentence speaks of reminding, otherwise the time it takes."""
    if not reminded(frame):
        return None
    return _reminder(frame, lead)


def shift_of(by: Amount, sign: int = 1) -> Draft:
    """A move of the current due; negative for earlier."""
    return {"kind": "shift", "minutes": sign * by.minutes, "days": sign * by.days, "months": sign * by.months}


def _later(_: Frame, by: Amount) -> Draft:
    return shift_of(by)


def _earlier(_: Frame, by: Amount) -> Draft:
    return shift_of(by, -1)


def _if_moving(frame: Frame, by: Amount) -> Draft | None:
    """ "by a day", "на два дня": a move after a verb of moving; to earlier when the verb pulls forward."""
    if not moving(frame):
        return None
    return shift_of(by, -1 if _pulls(frame) else 1)


def _english_if_moving(frame: Frame, by: Amount) -> Draft | None:
    """ "push it half an hour": only English leaves the preposition out."""
    apart = frame.scene.word(frame.start - 1) in (",", "(", "-", ":")
    return _if_moving(frame, by) if frame.scene.word(frame.start).isascii() and not apart else None


def _forward_if_moving(frame: Frame, by: Amount) -> Draft | None:
    """ "bring it forward by an hour", "move it up a day"; "follow up three weeks from today" moves nothing."""
    return shift_of(by, -1) if moving(frame) else None


def _pulls(frame: Frame) -> bool:
    words = [frame.scene.word(at) for at in sentence(frame) if at < frame.start]
    return any(word in ("forward", "up", "earlier", "раньше", "ближе") for word in words[-4:])


def _earlier_if_reminded(frame: Frame, by: Amount) -> Draft | None:
    return _reminder(frame, by) if reminded(frame) else shift_of(by, -1)


def _adverbial(_: Frame, unit: str) -> Draft:
    return shift_of(amount(1, unit))


def _adverbial_earlier(_: Frame, unit: str) -> Draft:
    return shift_of(amount(1, unit), -1)


def duration(frame: Frame, length: Amount) -> Draft | None:
    """Time that something takes; days and months kept for use as a move."""
    if not 0 < length.work <= 60_000:
        return None
    if frame.scene.word(frame.start) == "-" and frame.scene.word(frame.end) in (
        "from",
        "ago",
        "later",
        "before",
        "after",
        "earlier",
    ):
        return None
    return {
        "kind": "duration",
        "minutes": length.work,
        "days": length.days,
        "months": length.months,
        "sure": length.sure,
    }


_FEASTS = words(
    "рождения рожденья города открытых учителя строителя медика защиты влюбленных матери победы знаний святого"
)


def _duration_or_shift(frame: Frame, length: Amount) -> Draft | None:
    """Only English moves by an amount without a preposition. «На день рождения» is no day's work."""
    if frame.scene.word(frame.end - 1) == "день" and frame.scene.word(frame.end) in _FEASTS:
        return None
    first = frame.scene.word(frame.start)
    if not (first.isascii() or first == "на"):
        return duration(frame, length)
    return _if_moving(frame, length) or duration(frame, length)


def _span(_: Frame, start: Clock, end: Clock) -> Draft | None:
    """ "from 2 to 4 pm": the end's half of the day holds for a bare start when that keeps the span forward."""
    first, last = start.time, end.time
    if start.bare and not end.bare:
        twelve_later = first.replace(hour=(first.hour + 12) % 24)
        options = [time for time in (first, twelve_later) if time < last]
        first = max(options, default=first)
    minutes = span_minutes(first, last)
    if end.bare and minutes > 720:
        minutes -= 720
    return (
        {"kind": "duration", "minutes": minutes, "is_span": True, "time": first, "time_said": True}
        if minutes
        else None
    )


def _loose_span(frame: Frame, start: Clock, end: Clock) -> Draft | None:
    """ "8:00-9:30" without prepositions."""
    return _span(frame, start, end)


def _dated_span(frame: Frame, _relation: object, date: Day, start: Clock, end: Clock) -> Draft | None:
    span = _span(frame, start, end)
    return span and span | _day_of(date)


def _span_dated(frame: Frame, start: Clock, end: Clock, _relation: object, date: Day) -> Draft | None:
    return _dated_span(frame, None, date, start, end)


def _day_bare_span(
    frame: Frame, _relation: object, date: Day, _other: object, start: Clock, end: Clock
) -> Draft | None:
    """ "tomorrow 10-11", where nothing is counted by it; a month's day before it would be another figure's."""
    span = _dated_span(frame, None, date, start, end) if ends_phrase(frame) else None
    return span and span | {"sure": False}


def _day_of(date: Day) -> Draft:
    return {"date": date.date, "date_said": True, "past": date.past, "background": date.background}


_EVENT = "meeting|call|event|start|appointment|deadline|time|due|it|that|visit|demo"
_BEFORE_EVENT = f"<amount> before|beforehand|prior|ahead / <amount> in advance / <amount> ahead of time / <amount> before the {_EVENT}"
_UNTIL_EVENT = (
    "начала|этого|того|встречи|звонка|события|созвона|срока|дедлайна|выезда|приема|визита|заседания|времени"
)

REMINDER: dict[str, Intent] = {
    f"{_BEFORE_EVENT} / <amount> before it|that|then|hand / <amount> prior to it|that|the": _reminder,
    "REMIND me|us? <amount> before|beforehand|prior|ahead|earlier / REMIND me|us? <amount> in advance": lambda frame, _, lead: (
        _reminder(frame, lead)
    ),
    f"REMIND me|us? <amount> before the|that|it|then {_EVENT}?": lambda frame, _, lead: _reminder(
        frame, lead
    ),
    "REMIND at|of|for|- <amount> before? / REMIND <amount> / REMIND at|of <amount>": lambda frame, _, lead: (
        _reminder(frame, lead)
    ),
    "with? a? <amount> REMIND / <amount> heads up|- up? / <amount> notice|warning": lambda frame, lead, *_: (
        _reminder(frame, lead)
    ),
    "the week before": lambda *_: {"kind": "reminder", "minutes": 10_080, "days": 7},
    "the evening before / REMIND me? the evening before": _day_before,
    "the day|night before / REMIND me? the day|night before / a day before": _day_before,
    "REMIND мне|нам? за <stretch> / REMIND мне|нам? , за <stretch>": lambda frame, _, lead: _reminder(
        frame, lead
    ),
    f"REMIND мне|нам? за <stretch> до {_UNTIL_EVENT}?": lambda frame, _, lead: _reminder(frame, lead),
    "REMIND мне|нам? накануне / накануне": _day_before,
    f"за <stretch> до {_UNTIL_EVENT}": _reminder,
    "за <stretch> REMIND": lambda frame, lead, _: _reminder(frame, lead),
    "за <stretch> / и за <stretch> / за <stretch> до": _if_reminded,
    "REMIND <stretch> / REMIND - <stretch>": lambda frame, _, lead: _reminder(frame, lead),
}

SHIFT: dict[str, Intent] = {
    "<amount> later / by|for <amount> later": _later,
    "<amount> earlier|sooner / by <amount> earlier": _earlier_if_reminded,
    "need|needs another UNIT": lambda _, unit: shift_of(amount(1, unit)),
    "need|needs another <amount>": _later,
    "back by? <amount>": _if_moving,
    "forward by? <amount> / up by? <amount>": _forward_if_moving,
    "by <amount> / for <amount> / another <amount> / out by? <amount> / off by? <amount>": _if_moving,
    "<amount>": _english_if_moving,
    "на <stretch> позже|позднее|дальше|вперед / позже|позднее|дальше|вперед на <stretch>": _later,
    "на <stretch> раньше|назад|ранее / раньше на <stretch> / на <stretch> пораньше": _earlier,
    "на <stretch> попозже / попозже на <stretch>": _later,
    "ADVUNIT позже|позднее / <stretch> спустя": lambda frame, unit: (
        _adverbial(frame, unit) if isinstance(unit, str) else None
    ),
    "ADVUNIT раньше": _adverbial_earlier,
    "на <stretch> / еще на <stretch> / примерно на <stretch>": _if_moving,
}

_ABOUT_EN = "about|around|~|roughly|approx|approximately|like|maybe|probably|max|maximum|under|nearly|almost|circa|some"
_ABOUT_RU = "около|примерно|где|минимум|максимум|порядка|~|приблизительно|ориентировочно|почти|буквально|всего|ровно|-"
_AFTER = "max|tops|maximum|roughly|approx|total|максимум|примерно|минимум"

_SPENDING = words(
    "spent took takes take taking for needs need заняло занял заняла займет ушло ушел уйдет потратил потратила провозился "
    "провозилась возился возились отработал"
)


def _spelled(frame: Frame, minutes: int) -> Draft | None:
    """ "spent 1:40": hours and minutes after a word of spending, not a clock time."""
    spent = frame.scene.word(frame.start - 1) in _SPENDING
    return duration(frame, amount(minutes, "minute")) if spent else None


DURATION: dict[str, Intent] = {
    f"<amount> / {_ABOUT_EN} <amount> / for? {_ABOUT_EN}? <amount> {_AFTER}? / for <amount>": _duration_or_shift,
    "up to <amount> / at most <amount> / no more than <amount> / less than <amount> / <amount> or so / <amount> at most": duration,
    f"{_ABOUT_RU}? <amount> / {_ABOUT_RU} <stretch> / где - то <amount> / где - то <stretch> / от силы <stretch>": duration,
    f"<amount> {_AFTER} / не больше|более|дольше <stretch> / до <amount> / <amount> или около того": duration,
    f"на <stretch> / на {_ABOUT_RU} <stretch>": _duration_or_shift,
    f"за <stretch> / за {_ABOUT_RU} <stretch>": duration,
    "займет|займут|уйдет|потребуется|потребует <stretch>": duration,
}

_BEGAN = "started|start|began|begun|in|on"
_ENDED = "finished|finish|ended|stopped|done|out|off"

SPAN: dict[str, Intent] = {
    "from <clock>|<hour> to|until|till|through|- <clock>|<hour> / between <clock>|<hour> and <clock>|<hour>": _span,
    f"{_BEGAN} at? <clock>|<hour> ,? and? {_ENDED} at? <clock>|<hour>": _span,
    "с|со <clock>|<hour> до <clock>|<hour> / с|со <clock> по <clock> / между <clock>|<hour> и <clock>|<hour>": _span,
    "<clock> -|to|until|till <clock> / <hour> - <clock> / <hour> to <clock>": _loose_span,
    "<rel>? <day> ,? from <clock>|<hour> to|until|till|- <clock>|<hour>": _dated_span,
    "<rel>? <day> ,? between <clock>|<hour> and <clock>|<hour>": _dated_span,
    "<rel>? <day> ,? с|со <clock>|<hour> до <clock>|<hour> / <rel>? <day> ,? с|со <clock> по <clock>": _dated_span,
    "<rel>? <day> ,? <rel>? <clock> -|to <clock>": lambda frame, rel, date, _, start, end: _dated_span(
        frame, rel, date, start, end
    ),
    "from <clock>|<hour> to|until|till|- <clock>|<hour> ,? <rel>? <day>": _span_dated,
    "с|со <clock>|<hour> до <clock>|<hour> ,? <rel>? <day> / с|со <clock> по <clock> ,? <rel>? <day>": _span_dated,
    "<clock> - <clock> ,? <rel>? <day>": _span_dated,
    "<rel>? <day> ,? <rel>? <barehour> -|to <barehour>": _day_bare_span,
    "<barehour> - <barehour> ,? <rel>? <near>": lambda frame, start, end, _, date: _day_bare_span(
        frame, None, date, None, start, end
    ),
    "<barehour> -|to <barehour> <genpart>": lambda _, start, end, part: _span(
        _, in_part(start, part), in_part(end, part)
    ),
}


def add_leads(grammar: Grammar) -> None:
    """Adds `reminder`, `shift`, `duration` and `span`, each giving a Draft."""
    grammar.add("reminder", REMINDER)
    grammar.add("shift", SHIFT)
    grammar.add("span", SPAN)
    grammar.add("spending", {"SPELLED": _spelled})
    grammar.add("duration", DURATION)
