"""Text into tagged tokens: words, numbers, clock and date figures, each with what it may mean."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from worker.understanding.dates import figure_tags, words_en, words_ru
from worker.understanding.dates.mentions import Language
from worker.understanding.dates.spelling import near_word

_TOKEN = re.compile(
    r"(?P<iso>(?<!\d)\d{4}(?P<between>[-/.])\d{1,2}(?P=between)\d{1,2}(?!\d))"
    r"|(?P<dashed>(?<![\d-])\d{1,2}-\d{1,2}-(?:\d{4}|\d{2})(?![\d-]))"
    r"|(?P<clock>(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))"
    r"|(?P<dotted>(?<![\d.])\d{1,2}\.\d{1,2}(?:\.(?:\d{4}|\d{2}))?(?!\.?\d))"
    r"|(?P<slashed>(?<![\d/])\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?![\d/]))"
    r"|(?P<comma>(?<![\d.,])\d{1,2},\d(?!\d))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th|-?(?:го|ого|му|ому|ым|ое|ый|ой|ые|ая|ую|ем|ом|е|й|я))(?![^\W\d_]))"
    r"|(?P<number>(?<![^\W\d_])\d+|(?<=\d[hч])\d+)"
    r"|(?P<part>\d+)"
    r"|(?P<meridiem>(?<![^\W\d_])[ap]\.\s?m(?:\.|(?![^\W\d_])))"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<newline>\n+)"
    r"|(?P<mark>[^\w\s]|_)"
)
_FOLD = str.maketrans(
    {"ё": "е", "’": "'", "–": "-", "—": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"'}
)
_STRETCHED = re.compile(r"(.)\1{2,}")
_CYRILLIC = re.compile(r"[а-яё]+", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]+", re.IGNORECASE)
_LETTERS = (words_en.TAGS, words_ru.TAGS)


class Token(NamedTuple):
    """One token: its folded word, its place in the text, its tags with values, and the keys rules look it up by."""

    word: str
    start: int
    end: int
    tags: dict[str, Any]
    keys: tuple[str, ...]
    kind: str
    capital: bool


@dataclass(slots=True)
class Scene:
    """A message being read: its tokens, the aware local `now`, and the language that settles 11/5."""

    text: str
    tokens: tuple[Token, ...]
    now: dt.datetime
    language: Language

    @property
    def today(self) -> dt.date:
        """The local date of `now`."""
        return self.now.date()

    def word(self, at: int) -> str:
        """The folded word at token `at`, or "" beyond either end."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def has(self, at: int, tag: str) -> bool:
        """Whether token `at` exists and carries `tag`."""
        return 0 <= at < len(self.tokens) and tag in self.tokens[at].tags

    def touches(self, at: int) -> bool:
        """Whether token `at` follows the one before it without a gap."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start


def detect_language(text: str) -> Language:
    """Russian when at least as many words are Cyrillic as Latin, English otherwise (also without words)."""
    cyrillic = len(_CYRILLIC.findall(text))
    return "ru" if cyrillic and cyrillic >= len(_LATIN.findall(text)) else "en"


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of a text in order; never raises. Blanks give no token, line breaks do."""
    tokens = tuple(_token(match, text) for match in _TOKEN.finditer(fold(text)))
    return tuple(
        token._replace(tags={}, keys=(token.word,)) if _belongs_to_a_name(tokens, at) else token
        for at, token in enumerate(tokens)
    )


def _belongs_to_a_name(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a figure is part of a name before it: "nginx-7", "B-52", "web_10", "737-8"; not of a time, "Mon-9", "9-10"."""
    if at < _NAME_AND_MARK or tokens[at].kind != "number" or tokens[at - 1].word not in ("-", "_"):
        return False
    name, mark = tokens[at - 2], tokens[at - 1]
    if name.end != mark.start or mark.end != tokens[at].start:
        return False
    if name.kind == "word":
        return not name.tags
    # Of three figures that are no time or round amount: "40-45" and "930-1030" are ranges.
    return name.kind == "number" and len(name.word) == _OF_A_MODEL and int(name.word) % 5 != 0


_NAME_AND_MARK, _OF_A_MODEL = 2, 3


def fold(text: str) -> str:
    """Lower case with ё, dashes and quotes made plain, position by position (the length never changes)."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text).translate(_FOLD)


def _token(match: re.Match[str], text: str) -> Token:
    kind, raw = str(match.lastgroup), match.group()
    if kind == "word":
        word, tags = _word_tags(raw)
    else:
        word, tags = raw.strip(" ") if kind != "newline" else "\n", figure_tags.tags(kind, raw)
    return Token(word, match.start(), match.end(), tags, (*tags, word), kind, text[match.start()].isupper())


@lru_cache(maxsize=4096)
def _word_tags(raw: str) -> tuple[str, dict[str, Any]]:
    """The word itself and its tags; a stretched or misspelt time word counts as the one it stands for."""
    for word in (raw, _STRETCHED.sub(r"\1", raw), _STRETCHED.sub(r"\1\1", raw)):
        tags = _known_tags(word)
        if tags:
            return word, tags
    near = near_word(raw)
    return (near, _known_tags(near)) if near else (raw, {})


def _known_tags(word: str) -> dict[str, Any]:
    tags: dict[str, Any] = {}
    for table in _LETTERS:
        tags.update(table.get(word, {}))
    if word.startswith(words_ru.MOVING_STEMS):
        tags["MOVE"] = 1
    if word.startswith(words_ru.REMINDING_STEMS):
        tags["REMIND"] = 1
    return tags
