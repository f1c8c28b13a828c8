"""Clock times, spans of them and weekdays in a setting's words: "7:45", "half past seven", "from 10 pm to 7", "Mon-Fri"."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import detect_language, resolve
from worker.understanding.local.message_tokens import lowered

_CLOCK = re.compile(
    r"(?:at\s+|в\s+|к\s+)?(?P<hour>\d{1,2})(?:[:.\s](?P<minute>[0-5]\d))?\s*(?:o'?clock|ч(?:ас(?:а|ов)?)?)?\s*"
    r"(?P<half>[ap]\.?\s?m\.?|in\s+the\s+(?:morning|evening|afternoon)|at\s+night|утра|вечера|дня|ночи)?",
    re.IGNORECASE,
)
_BETWEEN = bounded(r"\s*[-–—]+\s*|\s+(?:to|till|until|and|through|до|по|и)\s+", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|after|between|since|с|со|после|между)\s+", re.IGNORECASE)
_MORNING, _LATE = (
    re.compile(r"a\.?\s?m|morning|утра|ночи"),
    re.compile(r"p\.?\s?m|evening|afternoon|вечера|дня"),
)
# As settings commands take them.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(
    r"(?P<d0>mon(?:days?)?|пн|понедельник(?:а|у|ам)?)|(?P<d1>tue(?:s|sdays?)?|вт|вторник(?:а|у|ам)?)"
    r"|(?P<d2>wed(?:nesdays?)?|ср|сред(?:а|у|ы|е|ам))|(?P<d3>thu(?:rs?|rsdays?)?|чт|четверг(?:а|у|ам)?)"
    r"|(?P<d4>fri(?:days?)?|пт|пятниц(?:а|у|ы|е|ам))|(?P<d5>sat(?:urdays?)?|сб|суббот(?:а|у|ы|е|ам))"
    r"|(?P<d6>sun(?:days?)?|вс|воскресень(?:е|я|ю|ям))",
    re.IGNORECASE,
)
_WORKDAYS = re.compile(r"week\s?days?|work(?:ing)?\s?days|business\s+days|будн\w+|рабочи\w+(?:\s+дн\w+)?")
_EVERY_DAY = re.compile(
    r"every\s?day|daily|all\s+week|seven\s+days(?:\s+a\s+week)?|кажд\w+\s+день|ежедневно|все\s+дни|без\s+выходных"
)
_WEEKENDS = re.compile(r"(?:the\s+)?weekends?|выходн\w+")
_AROUND = bounded(r"^(?:(?:only|just|on|at|from|только|лишь|по|в|во|с)\s+)+", re.IGNORECASE)
_AND = bounded(r"\s*,\s*(?:(?:and|и)\s+)?|\s+(?:and|и|&)\s+|\s+", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|before|до)\b", re.IGNORECASE)
_NIGHT = re.compile(
    r"(?:at|during\s+the|all)\s+night|overnight|nights|ночью|по\s+ночам|на\s+ночь", re.IGNORECASE
)
_WHOLE_NIGHT = "22:00-07:00"
_LUNCH_MINUTES = 60
_MORNING_END, _EARLIEST_LUNCH = 7 * 60, 7 * 60


def clock_time(said: str, now: dt.datetime) -> dt.time | None:
    """The clock time that a text is, a bare hour as it stands; None for every other text."""
    minute = _minute(said.strip(), now)
    return None if minute is None else dt.time(*divmod(minute, 60))


def clock_span(said: str, now: dt.datetime, *, overnight: bool = False) -> str | None:
    """ "09:00-17:00" of "9 to 5". With `overnight` the beginning is in the evening, and alone it lasts until 07:00."""
    if overnight and _NIGHT.fullmatch(said.strip()):
        return _WHOLE_NIGHT
    if _UNTIL.match(said.strip()):
        return None
    first, *last = _BETWEEN.split(_FROM.sub("", said.strip()), maxsplit=1)
    start = _minute(first, now)
    end = _minute(last[0], now) if last else _MORNING_END if overnight else None
    if start is None or end is None:
        return None
    if overnight:
        bare = not _MORNING.search(lowered(first)) and start % 60 == 0 and ":" not in first
        start += 720 if bare and 6 * 60 <= start < 720 else 0
    else:
        end += 720 if end <= start else 0
    return f"{_shown(start)}-{_shown(end)}" if start != end and max(start, end) < 1440 else None


def lunch_span(said: str, now: dt.datetime) -> str | None:
    """ "12:30-13:30" of "12:30" or "12:30 to 13:30": an hour when only its beginning is said, in the afternoon when it
    is early."""
    first, *last = _BETWEEN.split(_FROM.sub("", said.strip()), maxsplit=1)
    start = _minute(first, now)
    end = _minute(last[0], now) if last else None if start is None else start + _LUNCH_MINUTES
    if start is None or end is None:
        return None
    start, end = (minute + 720 if minute < _EARLIEST_LUNCH else minute for minute in (start, end))
    return f"{_shown(start)}-{_shown(end)}" if start < end < 1440 else None


def _minute(said: str, now: dt.datetime) -> int | None:
    """The minute of the day; «час» is one in the afternoon."""
    low = lowered(said.strip())
    found = _CLOCK.fullmatch(low)
    if found is None:
        moment = resolve(f"{'в' if detect_language(low) == 'ru' else 'at'} {low}", now)
        timed = moment is not None and moment.kind == "moment" and moment.time_said and not moment.date_said
        return moment.time.hour * 60 + moment.time.minute if timed and moment and moment.time else None
    hour, half = int(found["hour"]), found["half"] or ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if _LATE.search(half) or (half == "at night" and hour > 5) else 0)
    return hour * 60 + int(found["minute"] or 0) if hour < 24 else None


def _shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def weekday_names(said: str) -> str | None:
    """ "mon,tue" of "on Mondays and Tuesdays", spans filled; None when any word is no day."""
    low = _AROUND.sub("", lowered(said.strip()).rstrip("."))
    for pattern, group in ((_EVERY_DAY, range(7)), (_WORKDAYS, range(5)), (_WEEKENDS, range(5, 7))):
        if pattern.fullmatch(low):
            return ",".join(WEEKDAYS[day] for day in group)
    days: list[int] = []
    span = [_day(part) for part in _BETWEEN.split(low)]
    if len(span) == 2 and None not in span and not re.search(r"\b(?:and|и)\b", low):
        first, last = span[0] or 0, span[1] or 0
        days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return ",".join(WEEKDAYS[day] for day in days)
    found = [_day(part) for part in _AND.split(low)]
    return None if not found or None in found else ",".join(WEEKDAYS[day] for day in found if day is not None)


def _day(said: str) -> int | None:
    found = _DAY.fullmatch(said.strip(" ."))
    return int(str(found.lastgroup)[1:]) if found else None
