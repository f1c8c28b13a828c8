"""Looking back: "what did we do for the clinic in May?" is read into a period that is over and the words looked for."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from worker.understanding.dates import Mention, detect_language, find_mentions

_DONE_WORDS = (
    r"do|done|finish(?:ed)?|completed?|get\s+done|got\s+done|accomplish(?:ed)?|closed?|work(?:ed)?\s+on"
)
_ASKS = re.compile(
    rf"\bwhat\s+(?:did|have|has)\s+(?:(?:i|we|been|already|actually|all)\s+)*(?:{_DONE_WORDS})\b"
    rf"|\bwhat\s+(?:was|were|got)\s+(?:already\s+)?(?:done|finished|completed|closed)\b"
    r"|\b(?:что|чего|какие\s+(?:задачи|дела|работы))\s+(?:(?:я|мы|у\s+нас|у\s+меня|уже|там|вообще)\s+)*"
    r"(?:(?:с|по)?делал[аи]?|закончил[аи]?|выполн(?:ил[аи]?|ял[аи]?)|завершил[аи]?|успел[аи]?|закрыл[аи]?|"
    r"(?:было\s+)?(?:сделано|выполнено|завершено|закрыто))\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(?:for|the|a|an|in|of|about|with|at|on|over|during|so\s+far|all|please|us|me|to|and"
    r"|для|в|во|на|по|с|со|о|об|про|за|это|этот|уже|сделать|мы|я|у|нас)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)(?:\b|[a-z]+)|\bmonth|месяц"
    r"|январ|феврал|\bмарт|апрел|\bма[йея]\b|июн|июл|август|сентябр|октябр|ноябр|декабр",
    re.IGNORECASE,
)
_OF_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b|\bfirst\b|\bперв", re.IGNORECASE)
_WEEK = re.compile(r"\bweek\b|недел", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Local dates from `first` on, `after` not included."""

    first: dt.date
    after: dt.date

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return (self.after - self.first).days == 1


@dataclass(frozen=True, slots=True)
class LookBack:
    """A question about what was done: in `period` (None: whenever), and about what (empty: about everything)."""

    period: Period | None
    words: str


def looked_back(said: str, now: dt.datetime) -> LookBack | None:
    """What a question about the past asks for; None for every other message. `now` is aware, in the chat's zone."""
    if _ASKS.search(said) is None:
        return None
    mentions = [m for m in find_mentions(said, now, detect_language(said)) if m.date is not None]
    rest = _ASKS.sub(" ", said)
    for mention in mentions:
        rest = rest.replace(mention.text, " ")
    rest = " ".join(re.sub(r"[?!.,]", " ", _FILLERS.sub(" ", rest)).split())
    return LookBack(period_of(mentions, now.date()), rest)


def period_of(mentions: Iterable[Mention], today: dt.date) -> Period | None:
    """The month, week or day that is named, the last one of its name that has begun."""
    for mention in mentions:
        if mention.date is None or mention.kind != "moment":
            continue
        if names_month(mention):
            return _month(mention.date, today)
        if _WEEK.search(mention.text):
            monday = mention.date - dt.timedelta(days=mention.date.weekday())
            return Period(monday, monday + dt.timedelta(days=7))
        day = _day(mention, today)
        return Period(day, day + dt.timedelta(days=1))
    return None


def names_month(mention: Mention) -> bool:
    """Whether words mean a month as a whole ("in May", "last month"), and no day of it."""
    return _OF_DAY.search(mention.text) is None and _MONTH.search(mention.text) is not None


def _month(date: dt.date, today: dt.date) -> Period:
    first = date.replace(day=1)
    if first > today:
        first = first.replace(year=first.year - 1)
    return Period(first, (first + dt.timedelta(days=32)).replace(day=1))


def _day(mention: Mention, today: dt.date) -> dt.date:
    """A day that is read as one to come is the last one of its name: a weekday a week before, a date a year before."""
    assert mention.date is not None
    if mention.date <= today:
        return mention.date
    dated = re.search(r"\d", mention.text) is not None
    return mention.date.replace(year=mention.date.year - 1) if dated else mention.date - dt.timedelta(days=7)
