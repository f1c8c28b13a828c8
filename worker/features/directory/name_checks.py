"""Turns typed text into names, keywords and emoji that are safe to store and to show."""

import re
import unicodedata
from collections.abc import Iterable

from worker.understanding.bounded_pattern import bounded

NAME_LIMIT = 60
WORD_LIMIT = 30
_ROLE_LIMIT = 60
# Control, format (zero-width, direction overrides), private and broken characters are removed from names.
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_EMOJI = re.compile(
    "^((?:[\U0001f1e6-\U0001f1ff]{2}|[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*)*))\\s*"
)
_EDGES = " \t,;:.!«»\"“”„'`<>/\\|*_—–-"
_COMMAS = re.compile(r"[,;\n]+")
_ANDS = bounded(r"\s+(?:and|or|и|или)\s+", re.IGNORECASE)


def clean_name(text: str, limit: int = NAME_LIMIT) -> str:
    """One line of at most `limit` visible characters, without punctuation at its ends; empty when nothing is left."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    seen = "".join(letter for letter in spaced if unicodedata.category(letter) not in _INVISIBLE_CATEGORIES)
    kept = " ".join(seen.split()).strip(_EDGES)[:limit].strip(_EDGES)
    return kept if any(letter.isalnum() for letter in kept) else ""


def clean_role(text: str) -> str:
    """A role, cleaned like a name."""
    return clean_name(text, _ROLE_LIMIT)


def fold_name(name: str) -> str:
    """The form in which two names are compared: case, «ё» and Unicode composition make no difference."""
    same = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    # The dot that «İ» keeps in lower case: a database may drop it, and its unique index on names counts too.
    return " ".join(same.replace("\N{COMBINING DOT ABOVE}", "").split())


def capitalise_name(name: str) -> str:
    """A name in lower case with a capital first letter; other names unchanged."""
    return name[:1].upper() + name[1:] if name == name.lower() else name


def split_emoji(text: str) -> tuple[str | None, str]:
    """A leading emoji, and the rest: "🥐 Bakery" gives ("🥐", "Bakery")."""
    found = _EMOJI.match(text.strip())
    return (found[1], text.strip()[found.end() :]) if found else (None, text)


def split_words(text: str, *, spoken: bool = False) -> tuple[str, ...]:
    """The keywords or nicknames of "bread, cake and flour", each cleaned, without duplicates.

    With `spoken` a list without any comma is one word after another ("bread cake flour").
    """
    parts: Iterable[str] = _COMMAS.split(_ANDS.sub(",", text))
    found = [part for part in parts if part.strip()]
    if spoken and len(found) == 1:
        found = found[0].split()
    cleaned = (clean_name(part, WORD_LIMIT) for part in found)
    return tuple(dict.fromkeys(word for word in cleaned if word))
