"""Dates: the calendar reads the words the model quoted; the model's own date is only compared with it."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.understanding.context import Message
from worker.understanding.dates import (
    Language,
    Mention,
    combine,
    detect_language,
    find_mentions,
    first_occurrence,
    move_due,
    resolve,
)
from worker.understanding.intents import Due, Timing
from worker.understanding.llm import doubts
from worker.understanding.llm.schema import SaidDue
from worker.understanding.llm.value_forms import clock_of, day_of
from worker.understanding.timing import names_deadline, said_timing

_WORD = re.compile(r"\w+")
_LONGEST_WORDS = 200
_FURTHEST = dt.timedelta(days=366 * 20)


@dataclass(frozen=True, slots=True)
class ReadDue:
    """A deadline, or none, and what is doubtful about it (codes of `doubts`)."""

    due: Due | None
    doubts: tuple[str, ...] = ()


class DueReader:
    """Reads the deadlines of one message."""

    def __init__(self, message: Message) -> None:
        self._now = message.now
        self._language: Language = detect_language(message.text)
        self._text = message.text
        self._said = set(_words(message.text))

    def stated(self, said: SaidDue | None) -> ReadDue:
        """The deadline of a new task."""
        return self._read(said, lambda mentions: combine(mentions, self._now))

    def moved(self, said: SaidDue, current: Due | None) -> ReadDue:
        """The whole new deadline of a task that has the deadline `current` (the half not said is kept)."""
        return self._read(said, lambda mentions: move_due(current, mentions, self._now))

    def repeated(self, said: SaidDue | None, rule: str) -> ReadDue:
        """The first occurrence of a repetition: after now, or on the stated start; its clock time is quoted."""
        words = _quotable(said)
        mentions = find_mentions(words, self._now, self._language) if words else ()
        stated = combine(mentions, self._now)
        own, own_codes = _own(said)
        time = (stated.time if stated else None) or (own.time if own else None)
        starts = {mention.date for mention in mentions if _names_day(mention)}
        if own and own.date in {mention.date for mention in self._everywhere() if _names_day(mention)}:
            # "From Monday" was not quoted, but the message says it.
            date = own.date
        else:
            date = stated.date if stated and starts else first_occurrence(rule, self._now, time)
        due, codes = Due(date=date, time=time), list(own_codes)
        if time is not None and time not in {mention.time for mention in (*mentions, *self._everywhere())}:
            codes.append(doubts.UNCHECKED)
        if own is not None and own != due:
            codes.append(doubts.DIFFERS)
        return self._judged(due, codes, words)

    def timing(self, said: SaidDue | None) -> Timing:
        """How the quoted words put a deadline: "by" it, or "on" it."""
        return "by" if names_deadline(self._mentions(said)) else "on"

    def moved_timing(self, said: SaidDue | None) -> Timing | None:
        """How the quoted words put a new deadline; None where they only name it."""
        return said_timing(self._mentions(said))

    def _mentions(self, said: SaidDue | None) -> tuple[Mention, ...]:
        return find_mentions(_quotable(said), self._now, self._language)

    def _read(self, said: SaidDue | None, compute: Callable[[tuple[Mention, ...]], Due | None]) -> ReadDue:
        words = _quotable(said)
        own, own_codes = _own(said)
        codes = list(own_codes)
        if not words:
            said_somewhere = own is not None and own in (compute((m,)) for m in self._everywhere())
            return (
                self._judged(own, codes, "") if own and said_somewhere else self._unchecked(own, codes, words)
            )
        read = [
            compute(find_mentions(words, self._now, self._language)),
            *map(compute, self._in_place(words)),
        ]
        computed = next((due for due in read if due), None)
        if computed is None:
            return self._unchecked(own, codes, words)
        if own is None or own in read:
            # Half a phrase quoted ("Friday" of "next Friday") and the whole of it read: the calendar agrees in its place.
            return self._judged(own or computed, codes, words)
        if resolve(words, self._now, self._language) is None:
            # Words are left over that the calendar does not know: it may have read only half of the phrase.
            return self._unchecked(own, codes, words)
        return self._judged(computed, [*codes, doubts.DIFFERS], words)

    def _in_place(self, words: str) -> list[tuple[Mention, ...]]:
        """What the calendar finds wherever the words stand: the words beside them can tell what they mean ("put it off
        a week"), and the model does not always quote those."""
        if not words:
            return []
        found = self._everywhere()
        places = [m.span() for m in re.finditer(re.escape(words), self._text, re.IGNORECASE)]
        return [tuple(m for m in found if m.start < end and m.end > start) for start, end in places]

    def _everywhere(self) -> tuple[Mention, ...]:
        return find_mentions(self._text, self._now, self._language)

    def _unchecked(self, own: Due | None, codes: list[str], words: str) -> ReadDue:
        if own is None:
            return ReadDue(None, tuple([*codes, doubts.UNREAD] if words else codes))
        if self._is_past(own):
            return ReadDue(None, (*codes, doubts.PAST))
        return self._judged(own, [*codes, doubts.UNCHECKED], words)

    def _judged(self, due: Due, codes: list[str], words: str) -> ReadDue:
        if self._is_past(due):
            codes.append(doubts.PAST)
        if words and not self._said.issuperset(_words(words)):
            codes.append(doubts.UNQUOTED)
        return ReadDue(due, tuple(dict.fromkeys(codes)))

    def _is_past(self, due: Due) -> bool:
        today = self._now.date()
        if due.date != today:
            return due.date < today
        return due.time is not None and due.time < self._now.time().replace(second=0, microsecond=0)


def _names_day(mention: Mention) -> bool:
    return mention.date_said and mention.kind in ("moment", "recurrence") and not mention.negated


def _quotable(said: SaidDue | None) -> str:
    return (said.words or "").strip()[:_LONGEST_WORDS] if said else ""


def _own(said: SaidDue | None) -> tuple[Due | None, tuple[str, ...]]:
    """The model's own date and time, and a doubt when it is no date at all."""
    if said is None or not said.date:
        return None, ()
    clock = said.time or "".join(re.findall(r"[T ](\d{1,2}:\d\d)", said.date)[:1])
    try:
        date = day_of(said.date)
        time = clock_of(clock) if clock else None
    except ValueError:
        return None, (doubts.INVALID,)
    if not dt.date(2000, 1, 1) <= date <= dt.date(2000, 1, 1) + 4 * _FURTHEST:
        return None, (doubts.INVALID,)
    return Due(date=date, time=time), ()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))
