"""Whether a transcript is one of a model that heard nothing: it writes what it has read below many films."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

_GAPS = re.compile(r"[\W_]+")
_SLOTS = {"<i>": r"\w", "<n>": r"\w+"}


def is_silence(text: str) -> bool:
    """Whether nothing but the phrases of `silence.toml` stands in the text, however often; marks and case do not count.

    A text in which anything else is said is no silence, whatever stands beside it.
    """
    plain = _plain(text)
    return bool(plain) and (plain in _lists()["sounds"] or _made_of_phrases(plain))


def _made_of_phrases(plain: str) -> bool:
    whole, telling = _patterns()
    return whole.fullmatch(plain) is not None and telling.search(plain) is not None


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    found = tomllib.loads(files("worker.understanding.voice").joinpath("silence.toml").read_text("utf-8"))
    return {
        name: [phrase if "<" in phrase else _plain(phrase) for phrase in phrases]
        for name, phrases in found.items()
    }


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A text of phrases and what may stand beside them; and one phrase or sound anywhere in it."""
    told = [*_lists()["phrases"], *_lists()["sounds"]]
    # The longest first: a phrase may begin another one.
    every = "|".join(map(_pattern, sorted([*told, *_lists()["beside"]], key=len, reverse=True)))
    # Possessive: a thousand byes are not tried in every way they can be told apart.
    return re.compile(rf"(?:(?>{every})(?: |$))++"), re.compile(rf"\b(?:{'|'.join(map(_pattern, told))})\b")


def _pattern(phrase: str) -> str:
    return " ".join(_SLOTS.get(word) or re.escape(word) for word in phrase.split())


def _plain(text: str) -> str:
    """The words in lower case without accents and marks, one blank between them."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(letter) or letter == "\u0306"  # «й» stays itself
    )
    return _GAPS.sub(" ", unicodedata.normalize("NFC", bare)).strip()
