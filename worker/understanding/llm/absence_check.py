"""Absences: the first and last day a model names, compared with what the calendar reads in the words it quotes."""

import datetime as dt

from worker.understanding.context import Message
from worker.understanding.dates import Language, detect_language, find_mentions
from worker.understanding.intents import Absence
from worker.understanding.llm import doubts
from worker.understanding.llm.schema import SaidAbsence
from worker.understanding.llm.value_forms import day_of

_LONGEST = dt.timedelta(days=366)


class AbsenceReader:
    """Reads the absences of one message."""

    def __init__(self, message: Message) -> None:
        self._now = message.now
        self._text = message.text
        self._language: Language = detect_language(message.text)

    def read(self, said: SaidAbsence, member: str | None, found: list[tuple[str, str]]) -> Absence | None:
        """The absence, with a doubt when the calendar does not find its first day; None when its days cannot be."""
        days = _days(said)
        if days is None or days[1] - days[0] > _LONGEST:
            found.append(("days", doubts.about(doubts.INVALID, said.words)))
            return None
        first, last = days
        if last < self._now.date():
            found.append(("days", doubts.about(doubts.PAST, said.words)))
            return None
        if first not in self._dates(said.words or self._text):
            found.append(("days", doubts.about(doubts.UNCHECKED, said.words)))
        return Absence(member=member, first=first, last=last, part=said.part if first == last else None)

    def _dates(self, words: str) -> set[dt.date | None]:
        return {mention.date for mention in find_mentions(words, self._now, self._language)}


def _days(said: SaidAbsence) -> tuple[dt.date, dt.date] | None:
    try:
        first = day_of(said.first)
        last = day_of(said.last) if said.last else first
    except ValueError:
        return None
    return (first, last) if first <= last else None
