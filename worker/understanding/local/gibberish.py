"""Keys struck at random ("asdkjh qwe", «фывапролд»): nothing is said by them."""

import re

from worker.understanding.local.morphology import is_known

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_NO_VOWELS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|[бвгджзйклмнпрстфхцчшщъь]{5,}")
_MOST = 0.7  # the share of a word that keys side by side make up
_LONGEST = 4  # words


def is_mash(low: str) -> bool:
    """Whether lowered text is nothing but a few words of keys struck at random."""
    words = re.findall(r"[^\W\d_]+", low)
    if not 0 < len(words) <= _LONGEST or re.search(r"\d", low):
        return False
    struck = [_is_struck(word) for word in words]
    return any(struck) and all(
        hit or _run(word) == len(word) for hit, word in zip(struck, words, strict=True)
    )


def _is_struck(word: str) -> bool:
    if len(word) < 4 or is_known(word):
        return False
    runs = _runs(word)
    long = max(runs, default=0) >= 4 and sum(runs) >= _MOST * len(word)
    return long or (len(runs) > 1 and sum(runs) >= _MOST * len(word)) or bool(_NO_VOWELS.fullmatch(word))


def _run(word: str) -> int:
    return max(_runs(word), default=0)


def _runs(word: str) -> list[int]:
    """The lengths, from three on, of the stretches of keys that lie side by side in a row."""
    runs, length = [], 1
    for before, after in zip(word, [*word[1:], ""], strict=True):
        if after and any(before + after in row or after + before in row for row in _ROWS):
            length += 1
            continue
        runs.append(length)
        length = 1
    return [length for length in runs if length >= 3]
