"""The phrase tables made into patterns, chosen by the language of the message."""

import re
from dataclasses import dataclass
from functools import lru_cache

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Language
from worker.understanding.local.words import english, russian
from worker.understanding.local.words.word_table import listed

# What may stand before a request at the head of a clause.
BEFORE_ASKING = listed(
    ". , ; : ! ? … ... - — – ( hey hi hello um uh ok okay right well oh alright yo привет эй ой ага ладно короче and also then so plus please just и а ну еще также потом так вот слушай смотри"
)
JOINED = "[\\s,.:;!…—–-]*"


def _one_line(table: str) -> str:
    return "".join(table.strip().splitlines())


def words(table: str) -> re.Pattern[str]:
    """A pattern that finds the table's phrases as whole words in lowered text."""
    return bounded(rf"(?<!\w)(?:{_one_line(table)})(?!\w)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's patterns; all of them expect lowered text."""

    openers: re.Pattern[str]
    asking: re.Pattern[str]
    need: re.Pattern[str]
    fillers: re.Pattern[str]
    noise: re.Pattern[str]
    correction: re.Pattern[str]
    thanks: re.Pattern[str]
    fault: re.Pattern[str]
    priorities: tuple[tuple[int, re.Pattern[str]], ...]
    priority_number: re.Pattern[str]
    private: frozenset[str]
    maybe_private: frozenset[str]


@lru_cache(maxsize=2)
def phrases(language: Language) -> Phrases:
    """The patterns of `language`, compiled once."""
    source = russian if language == "ru" else english
    return Phrases(
        openers=words(source.OPENERS),
        asking=re.compile(rf"(?<!\w)(?:{_one_line(source.ASKING)})(?!\w)"),
        need=words(source.NEED),
        fillers=words(source.FILLERS),
        noise=words(source.NOISE),
        correction=words(source.CORRECTION),
        thanks=words(source.THANKS),
        fault=re.compile(_one_line(source.FAULT)),
        priorities=tuple((number, words(table)) for number, table in source.PRIORITIES),
        priority_number=words(source.PRIORITY_NUMBER),
        private=source.PRIVATE,
        maybe_private=source.MAYBE_PRIVATE,
    )
