"""Answers to "How long did it take?": lengths as people say them, also without a unit, and words that are no length."""

import datetime as dt
import math
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.requests.duration import duration_of

# Up to so many a bare number may be hours.
_MOST_BARE_HOURS = 8
_LONGEST_ANSWER, _MOST_WORDS = 60, 5
# Said around a length: "well, I spent about 2 on it I think", «ну где-то часа полтора, не больше».
_BEFORE = bounded(
    r"(?:(?:hm+|well|um|er|uh|oh|so|i|we|it|that|took|take|takes|spent|needed|was|cost|lasted|me|us|about|around|roughly|approx\.?"
    r"|approximately|maybe|perhaps|probably|like|some|say|nearly|almost|only|just|just over|a bit over|a little over|over|under"
    r"|less than|more than|no more than|up to|circa|ca\.?|all in all|quick|fast"
    r"|ну|э+|хм+|мм+|да|ой|я|мы|это|оно|заняло|занял|заняла|заняли|ушло|ушел|ушла|потратил|потратила|потратили|вышло|получилось"
    r"|примерно|около|где-?\s?то|почти|наверное|наверно|может|может быть|думаю|кажется|всего|только|чуть больше|чуть меньше"
    r"|больше|меньше|не больше|не более|менее|более|порядка|около того|быстро|пожалуй|прям)\b[\s,:.~≈–—-]*)+",
    re.IGNORECASE,
)
_AFTER = bounded(
    r"(?:[\s,.–—-]*\b(?:i think|i guess|i suppose|or so|ish|maybe|probably|max|maximum|at most|tops|in total|all in all|altogether|total"
    r"|on it|for it|for that|roughly|about|not more|with breaks|i believe|somewhere around there"
    r"|думаю|наверное|наверно|кажется|примерно|где-?\s?то|не больше|не более|максимум|от силы|всего|в сумме|в общем"
    r"|на это|на нее|на него|на все|вроде|или около того|около того|приблизительно|с небольшим|с чем-то|с хвостиком))+[\s.!]*$",
    re.IGNORECASE,
)
# Ways of writing that are lengths only as an answer.
_SPELLINGS = (
    (bounded(r"(?<=\d)\s?(?:'|′|mn|m|м|мн)(?=[\s.]*$)", re.IGNORECASE), " min"),
    (bounded(r"^(?:hour|hr)\b", re.IGNORECASE), "1 hour"),
    (bounded(r"^an?\s+(?=(?:hour|hr)\b)", re.IGNORECASE), "1 "),
    (bounded(r"(?<=hour)\s+and\s+(?=\d|[a-z]+$)(?!a\b)", re.IGNORECASE), " "),
    (bounded(r"^(?:минуту|минутку)$", re.IGNORECASE), "1 минута"),
    (bounded(r"^часа$", re.IGNORECASE), "1 час"),
    (bounded(r"^(?:день|целый день)$", re.IGNORECASE), "весь день"),
    (bounded(r"^(часа|минут)\s+(\S.*)$", re.IGNORECASE), r"\2 \1"),
)
_UNITS = {"en": ("minutes", "hours"), "ru": ("минут", "часа")}
_HAS_UNIT = bounded(
    r"\b(?:\d+\s?(?:h|m|ч|м)|min\w*|hours?|hrs?|days?|weeks?|seconds?|secs?|мин\w*|час\w*|ч|день|дня|дней|недел\w*|секунд\w*)\b",
    re.IGNORECASE,
)
_SPAN = bounded(r"(?:from|between|с|со|от|между)\s", re.IGNORECASE)
_VAGUE = bounded(
    r"\W*(?:(?:quite|a|some|very|too|so|really|pretty|not|that|super|just|очень|довольно|слишком|так|не|совсем|ужасно|прям)\s+)*"
    r"(?:while|long|time|ages|forever|an age|eternity|quick|quickly|fast|short|bit|lot|little|much|moment|instant|jiffy|no time"
    r"|долго|долговато|недолго|быстро|вечность|порядочно|прилично|немного|чуть-чуть|мало|много|пустяк|мигом|моментально"
    r"|некоторое время|какое-то время|время)\W*",
    re.IGNORECASE,
)
_SKIPS = bounded(
    r"\W*(?:skip(?: it)?|пропусти\w*|не знаю|не помню|не засекал[аи]?|не считал[аи]?|понятия не имею|без понятия|кто знает|don['’]?t know"
    r"|do not know|idk|dunno|no idea|no clue|who knows|can['’]?t remember|don['’]?t remember|do not remember|not sure"
    r"|i (?:don['’]?t know|don['’]?t remember|have no idea|can['’]?t remember|did not count|didn['’]?t count))\W*",
    re.IGNORECASE,
)


def skips_time(text: str) -> bool:
    """Whether an answer says that the time is not known: "skip", "no idea", «не помню»."""
    return _SKIPS.fullmatch(text) is not None


def time_taken(text: str, now: dt.datetime) -> int | None:
    """Minutes of a length with its unit, whatever stands around it: "took me 45m I think", «ну часа полтора»; None for all
    else, a bare number too. `now` is in the chat's zone."""
    plain = duration_of(text, now) if not text.strip().isdigit() else None
    return plain or next((found for form in _forms(text) if (found := _with_unit(form, now))), None)


def answered_minutes(text: str, now: dt.datetime, expected: int | None) -> int | None:
    """Minutes of an answer to "How long did it take?", which may leave out the unit: then that of minutes and hours which is
    nearer to the `expected` minutes. None for what is no length."""
    told = time_taken(text, now)
    if told is not None or len(text) > _LONGEST_ANSWER:
        return told
    found = (_bare_number(form, now, expected or 30) for form in _forms(text))
    return next((minutes for minutes in found if minutes), None)


def is_unclear_time(text: str, now: dt.datetime) -> bool:
    """Whether a text tries to say how long something took and does not: "quite a while", "2 and a bit of an hour"."""
    said = text.strip()
    if len(said) > _LONGEST_ANSWER or "?" in said or "\n" in said or said.startswith("/"):
        return False
    if _VAGUE.fullmatch(said) or _VAGUE.fullmatch(_stripped(said)):
        return True
    mentions = find_mentions(said, now, detect_language(said))
    named = any(found.kind in {"moment", "recurrence"} for found in mentions)
    counted = _stripped(said)[:1].isdigit() and _HAS_UNIT.search(said) is not None
    return counted and not named and len(said.split()) <= _MOST_WORDS


def _forms(text: str) -> tuple[str, ...]:
    """The text without what people say around a length, and its spellings with units."""
    core = _stripped(text.strip().strip("\"'«»“”").lower().replace("ё", "е"))
    written = core
    for pattern, replacement in _SPELLINGS:
        written = pattern.sub(replacement, written)
    return (core, written) if written != core else (core,)


def _stripped(text: str) -> str:
    told = _AFTER.sub("", text.strip())
    before = _BEFORE.match(told)
    return (told[before.end() :] if before else told).strip(" ,.!~≈–—-")


def _with_unit(form: str, now: dt.datetime) -> int | None:
    """The length, unless the form is a bare number."""
    return None if not form or form.isdigit() else duration_of(form, now)


def _bare_number(form: str, now: dt.datetime, expected: int) -> int | None:
    """ "2" is two hours where an hour was expected, "40" is forty minutes; a half is always of an hour."""
    if not form or _HAS_UNIT.search(form) or _SPAN.match(form):
        return None
    minutes_unit, hours_unit = _UNITS[_language(form)]
    in_hours = duration_of(f"{form} {hours_unit}", now)
    if in_hours is None or in_hours % 60:
        return in_hours
    in_minutes = duration_of(f"{form} {minutes_unit}", now)
    if in_minutes is None or in_minutes * 60 != in_hours:
        return None
    off_as_hours = abs(math.log(in_hours / expected))
    as_hours = in_minutes <= _MOST_BARE_HOURS and off_as_hours < abs(math.log(in_minutes / expected))
    return in_hours if as_hours else in_minutes


def _language(form: str) -> str:
    return "ru" if re.search("[а-я]", form) else "en"
