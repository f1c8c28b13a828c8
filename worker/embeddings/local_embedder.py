"""A deterministic vector of a text's word pieces, for when there is no model."""

import hashlib
import math
import re
from collections import Counter

from models.tables.embedding import DIMENSIONS

MODEL = "local-pieces-1"
_WORD = re.compile(r"\w+")
_SIZES = (3, 4, 5)


def embed_locally(text: str) -> list[float]:
    """A unit vector of the text's words and their 3 to 5 letter pieces, hashed into 512 signed places.

    Inflected forms share most of their pieces ("спиндель", "шпинделя"), so they lie close. Empty text is a unit
    vector as well: cosine distance must stay defined.
    """
    sums = [0.0] * DIMENSIONS
    for piece in _pieces(text) or [""]:
        digest = hashlib.blake2b(piece.encode(), digest_size=8).digest()
        place = int.from_bytes(digest[:4]) % DIMENSIONS
        sums[place] += 1.0 if digest[4] & 1 else -1.0
    length = math.sqrt(sum(value * value for value in sums)) or 1.0
    return [value / length for value in sums]


def word_pieces(text: str) -> "Counter[str]":
    """The text's words and word pieces with how often each occurs: what its local vector is made of, unhashed."""
    return Counter(_pieces(text))


def likeness(first: "Counter[str]", second: "Counter[str]") -> float:
    """The cosine of two texts' pieces, 0 to 1: what their local vectors would say, in a quarter of the time."""
    few, many = sorted((first, second), key=len)
    shared = sum(count * many[piece] for piece, count in few.items() if piece in many)
    lengths = sum(n * n for n in first.values()) * sum(n * n for n in second.values())
    return shared / math.sqrt(lengths) if lengths else 0.0


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for word in _WORD.findall(text.lower().replace("ё", "е")):
        framed = f"<{word}>"
        pieces.append(framed)
        pieces += [framed[i : i + size] for size in _SIZES for i in range(len(framed) - size + 1)]
    return pieces
