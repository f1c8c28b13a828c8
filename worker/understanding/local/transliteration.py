"""One spelling for both alphabets, and a rough sound, so that "Дима" meets "Dima" and "stefan" meets "Stephen"."""

import re
from functools import lru_cache

_LATIN = dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziyklmnoprstufhye", strict=True))
_LATIN |= {
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ю": "yu",
    "я": "ya",
    "ъ": "",
    "ь": "",
    "ё": "e",
}
_SOUNDS = (
    ("tion", "shn"), ("sch", "sh"), ("ch", "j"), ("ph", "f"), ("th", "t"), ("zh", "j"), ("sh", "j"), ("ck", "k"),
    ("gh", "g"), ("wh", "v"), ("qu", "k"), ("x", "ks"), ("ts", "s"), ("tz", "s"),
)  # fmt: skip
_LIKE = str.maketrans("czqwgbd", "sskvkpt")


@lru_cache(maxsize=8192)
def latin(word: str) -> str:
    """The word in Latin letters, lower-case."""
    return "".join(_LATIN.get(letter, letter) for letter in word.lower())


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A consonant skeleton that survives mishearing; the first vowel is kept as "a"."""
    text = re.sub(r"[^a-z]", "", latin(word))
    if text.startswith(("c", "k")) and len(text) > 1:
        text = "k" + text[1:]
    for spelled, heard in _SOUNDS:
        text = text.replace(spelled, heard)
    text = text.translate(_LIKE).replace("h", "").replace("y", "i")
    first = "a" if text[:1] in tuple("aeiou") else ""
    bones = re.sub(r"[aeiou]", "", text)
    return first + re.sub(r"(.)\1+", r"\1", bones)
