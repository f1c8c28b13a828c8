"""Text from people and from the model, made safe to quote: no hidden characters, no endless lines."""

import json
import re
import unicodedata

_BLANKS = re.compile(r"[ \t\u00a0\u202f]+")
# Zero-width joiner and variation selectors belong to emoji; every other invisible character can only mislead.
_KEPT_FORMATS = frozenset("\u200d")


def visible(text: str) -> str:
    """`text` without control characters, direction overrides, zero-width and tag characters; line breaks stay."""
    return "".join(letter for letter in text.replace("\r\n", "\n") if letter in "\n\t" or _shows(letter))


def one_line(text: str, limit: int) -> str:
    """`text` on one line of at most `limit` characters, cut between words where that is possible."""
    flat = _BLANKS.sub(" ", re.sub(r"[\s]+", " ", visible(text))).strip()
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    within_word = flat[limit - 1] != " " and " " in cut[limit // 2 :]
    return (cut.rsplit(" ", 1)[0] if within_word else cut).rstrip(" ,;:-") + "…"


def quoted(text: str, limit: int) -> str:
    """`text` as one JSON string on one line: nothing in it can end the quotation or begin a new line."""
    return json.dumps(one_line(text, limit), ensure_ascii=False)


def _shows(letter: str) -> bool:
    if letter in _KEPT_FORMATS:
        return True
    # Other (control, format, surrogate, private use, unassigned) and the two separators that act as line breaks.
    return not unicodedata.category(letter).startswith("C") and letter not in "\u2028\u2029"
