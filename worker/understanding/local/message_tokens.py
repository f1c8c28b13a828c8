"""First step of reading by rules: the message as tokens that know their place in the text."""

import re
from dataclasses import dataclass
from typing import Literal

from worker.understanding.local.words.word_table import listed
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
# Contractions typed without their apostrophe, those that are words of their own ("its", "were", "well") left out.
_CONTRACTED = {
    word.replace("'", ""): word
    for word in listed(
        """they're you're they've we've you've that's there's what's who's he's she's i'm i've they'll you'll don't doesn't didn't
        isn't aren't wasn't weren't hasn't haven't hadn't couldn't wouldn't shouldn't"""
    )
}
_IS = re.compile(r" (?:a|an|so|not|been|just|really|too|very|getting|gonna|going)\b", re.IGNORECASE)
# «кто то», «какой нибудь» typed without the hyphen.
_UNHYPHENED = re.compile(
    r"\b(?:(кто|кого|кому|где|куда|как(?:ой|ая|ое|ие|ую|их)) (?=то\b)|(кто|кого|кому|кем|что|чего|чем|где|куда|когда|как(?:ой|ая|ое|ие|ую|их)?) (?=нибудь\b))",
    re.IGNORECASE,
)


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
    plain = text[:MAX_TEXT].translate(_QUOTES)
    return (
        _UNHYPHENED.sub(lambda found: f"{found[0][:-1]}-", plain)
        if " то" in plain or " ни" in plain
        else plain
    )


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
        low = lowered(match[0])
        low = "it's" if low == "its" and _IS.match(text, match.end()) else low
        found.append(Token(match.start(), match.end(), match[0], _CONTRACTED.get(low, low), kind))
    return tuple(found)
