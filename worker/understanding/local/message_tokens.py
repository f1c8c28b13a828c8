"""First step of reading by rules: the message as tokens that know their place in the text."""

import re
from dataclasses import dataclass
from typing import Literal

from worker.understanding.step_budget import current_steps

TokenKind = Literal["word", "number", "mark"]

_TOKEN = re.compile(
    r"(?P<number>[#№~]?\d+(?:[.,:]\d+)*(?=\W|_|$|[a-zA-Zа-яА-ЯёЁ]))"
    r"|(?P<word>[^\W\d_]+(?:['’\-&][^\W\d_]+)*(?:\d+)?)"
    r"|(?P<mark>\.{2,}|…|[^\s])",
)
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\u202f": " "}
)
MAX_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; `low` is lower-case with ё as е, `start` and `end` are offsets in the text."""

    start: int
    end: int
    text: str
    low: str
    kind: TokenKind

    @property
    def is_word(self) -> bool:
        return self.kind == "word"


def normalise(text: str) -> str:
    """The text with one form of quote and space, every character in its place; cut at MAX_TEXT characters."""
    return text[:MAX_TEXT].translate(_QUOTES)


def lowered(text: str) -> str:
    """Lower case with ё as е, of the same length as `text`, so that offsets hold."""
    low = text.lower()
    if len(low) != len(text):  # a few letters lower to two: those stay as they are
        low = "".join(original if len(original.lower()) > 1 else original.lower() for original in text)
    return low.replace("ё", "е")


def tokenise(text: str) -> tuple[Token, ...]:
    """Every word, number and mark of `text`, in order, each a step of the reading at hand."""
    steps = current_steps()
    found = []
    for match in _TOKEN.finditer(text):
        steps.take()
        kind: TokenKind = "number" if match["number"] else "word" if match["word"] else "mark"
        found.append(Token(match.start(), match.end(), match[0], lowered(match[0]), kind))
    return tuple(found)
