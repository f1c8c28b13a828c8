"""Computes embeddings from words: texts with the same words are close, others far apart."""

import base64
import hashlib
import math
import random
import re
import struct
from functools import lru_cache

DEFAULT_DIMENSIONS = 1536
WORD = re.compile(r"\w+")


def embed_text(text: str, dimensions: int) -> list[float]:
    """A unit vector, the same for the same text and dimensions on every machine."""
    total = [0.0] * dimensions
    for word in WORD.findall(text.lower()) or [text]:
        for index, value in enumerate(_word(word, dimensions)):
            total[index] += value
    return unit_vector(total)


def unit_vector(vector: list[float]) -> list[float]:
    """The vector with length 1; the first axis for a zero vector."""
    length = math.sqrt(sum(value * value for value in vector))
    if length == 0:
        return [1.0] + [0.0] * (len(vector) - 1)
    return [value / length for value in vector]


def pack_vector(vector: list[float]) -> str:
    """Little-endian 32-bit floats in base64, as OpenAI packs them."""
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


@lru_cache(maxsize=4096)
def _word(word: str, dimensions: int) -> tuple[float, ...]:
    seed = hashlib.sha256(f"{dimensions}/{word}".encode()).digest()
    dice = random.Random(seed)  # noqa: S311 - a repeatable direction, no secret
    return tuple(dice.gauss(0, 1) for _ in range(dimensions))
