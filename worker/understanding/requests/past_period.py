"""Looking back: "what did we do for the clinic in May?" is read into a period that is over and the words looked for."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from worker.understanding.dates import Mention, detect_language, find_mentions
from worker.understanding.local.asked_clause import is_among
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.words.question_words import DONE, GRAMMAR, LISTING

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
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)(?:\b|[a-z]+)|\bmonth|месяц"
    r"|январ|феврал|\bмарт|апрел|\bма[йея]\b|июн|июл|август|сентябр|октябр|ноябр|декабр",
    re.IGNORECASE,
)
_OF_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b|\bfirst\b|\bперв", re.IGNORECASE)
_WEEK = re.compile(r"\bweek\b|недел", re.IGNORECASE)
_THIS = re.compile(r"\bthis\b|\bэт(?:ой|у|а)\b|текущ", re.IGNORECASE)
# "In the past week", «за неделю», «за последние 3 дня»: counted back from today, today included.
_BACK = re.compile(
    r"\b(?:(?:in|over|for|during|within)\s+)?(?:the\s+|this\s+)?(?:past|last|previous)\s+(?P<n>\d{1,3}|two|three|few|couple\s+of|seven|ten|fourteen|thirty)?\s*(?P<unit>days|weeks|months)\b"
    r"|\b(?:the\s+)?past\s+(?P<one>day|week|month)\b|\b(?:for|over|during)\s+the\s+(?P<whole>week|month)\b"
    r"|\bза\s+(?:последн\w+\s+)?(?:(?P<n_ru>\d{1,3}|две|два|три|пару|семь|десять)\s+)?(?P<unit_ru>день|дня|дней|недел\w+|месяц\w*)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "two": 2, "couple of": 2, "три": 3, "three": 3, "few": 3, "seven": 7, "ten": 10, "fourteen": 14, "thirty": 30,
    "две": 2, "два": 2, "пару": 2, "семь": 7, "десять": 10,
}  # fmt: skip
_WORD = re.compile(r"[^\W_][\w'’-]*")


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
    return None if _ASKS.search(said) is None else what_was_done(said, now)


def what_was_done(said: str, now: dt.datetime) -> LookBack:
    """The time and the matter of a question that is known to be about what was done."""
    mentions = [m for m in find_mentions(said, now, detect_language(said)) if m.date is not None]
    rest = _BACK.sub(" ", _ASKS.sub(" ", said))
    for mention in mentions:
        rest = rest.replace(mention.text, " ")
    words = [word for word in _WORD.findall(rest) if not is_among(lowered(word), GRAMMAR, LISTING, DONE)]
    return LookBack(past_period(said, now), " ".join(words))


def past_period(said: str, now: dt.datetime) -> Period | None:
    """The time that is over which a question names; `now` is aware, in the chat's zone."""
    today = now.date()
    if back := _BACK.search(said):
        return Period(_first_day(back, today), today + dt.timedelta(days=1))
    return period_of(find_mentions(said, now, detect_language(said)), today)


def _first_day(back: re.Match[str], today: dt.date) -> dt.date:
    """The first of so many days, weeks or months that end today."""
    unit = (back["unit"] or back["one"] or back["whole"] or back["unit_ru"]).lower()
    said = (back["n"] or back["n_ru"] or "1").lower()
    number = int(said) if said.isdigit() else _NUMBERS.get(" ".join(said.split()), 1)
    length = 7 if unit.startswith(("week", "недел")) else 30 if unit.startswith(("month", "месяц")) else 1
    return today - dt.timedelta(days=number * length - 1)


def period_of(mentions: Iterable[Mention], today: dt.date) -> Period | None:
    """The month, week or day that is named, the last one of its name that has begun."""
    for mention in mentions:
        if mention.date is None or mention.kind != "moment":
            continue
        if names_month(mention):
            return _month(mention.date, today)
        if _WEEK.search(mention.text):
            # Said on a weekend, "this week" as a deadline is the coming Friday; what was done was done in the running one.
            within = today if _THIS.search(mention.text) else mention.date
            monday = within - dt.timedelta(days=within.weekday())
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
