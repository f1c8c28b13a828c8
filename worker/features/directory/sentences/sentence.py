"""Sentence: one message about the world, and the sentences of its language that it may be."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from worker.features.directory.queries import Rows
from worker.features.directory.sentences import patterns_en, patterns_ru
from worker.features.directory.sentences.subjects import speaks_of_time
from worker.understanding.local.morphology import is_cyrillic


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message, the world it is said in, and when; `spoken` marks a transcript, where capitals say nothing."""

    text: str
    rows: Rows
    now: dt.datetime
    spoken: bool

    @property
    def language(self) -> ModuleType:
        """The sentences of the message's language."""
        return patterns_ru if is_cyrillic(self.text) else patterns_en


def matches(sentence: Sentence, name: str) -> Iterator[re.Match[str]]:
    """How the whole sentence is one of the patterns of that name."""
    patterns: re.Pattern[str] | tuple[re.Pattern[str], ...] = getattr(sentence.language, name)
    for pattern in patterns if isinstance(patterns, tuple) else (patterns,):
        found = pattern.match(sentence.text)
        if found:
            yield found


def timeless(sentence: Sentence) -> bool:
    """A sentence with a day or a time in it is something to do, or news of a day: not how the world is."""
    return not speaks_of_time(sentence.text, sentence.now)
