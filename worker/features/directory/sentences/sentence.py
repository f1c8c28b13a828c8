"""One message about the directory, and the patterns of its language."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from worker.features.directory.queries import Directory
from worker.features.directory.sentences import patterns_en, patterns_ru
from worker.features.directory.sentences.subjects import speaks_of_time
from worker.understanding.local.morphology import is_cyrillic


@dataclass(frozen=True, slots=True)
class DirectorySentence:
    """One message, the directory of its workspace, and its time; in a transcript (`spoken`) capitals mean nothing."""

    text: str
    directory: Directory
    now: dt.datetime
    spoken: bool

    @property
    def language(self) -> ModuleType:
        """The module of patterns for the message's language."""
        return patterns_ru if is_cyrillic(self.text) else patterns_en


def pattern_matches(sentence: DirectorySentence, name: str) -> Iterator[re.Match[str]]:
    """The matches of the whole sentence with the patterns of that name."""
    patterns: re.Pattern[str] | tuple[re.Pattern[str], ...] = getattr(sentence.language, name)
    for pattern in patterns if isinstance(patterns, tuple) else (patterns,):
        found = pattern.match(sentence.text)
        if found:
            yield found


def names_no_time(sentence: DirectorySentence) -> bool:
    """False for a sentence with a day or a time: it is a task or an event, not a lasting fact."""
    return not speaks_of_time(sentence.text, sentence.now)
