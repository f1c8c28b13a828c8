"""Russian patronymics as people say them: «Михална» for «Михайловна», «Иваныч» for «Иванович», in any case."""

import re
from functools import lru_cache

from worker.understanding.bounded_pattern import bounded

_KNOWN = bounded(r"(?P<base>[а-я]{2,}?)(?P<end>(?:ов|ев|ь?ев)ич|ич|(?:ов|ев)на|и(?:нич)?на|ична)$")
_SAID = re.compile(
    r"(?P<base>[а-я]{2,}?)(?P<end>(?:(?:ов|ев|е)?ич|ыч)(?:а|у|ем|е)?|(?:ов|ев|в|ич|инич)?н(?:а|ы|е|у|ой))$"
)


@lru_cache(maxsize=4096)
def is_patronymic(said: str, known: str) -> bool:
    """Whether a lowered word is this patronymic (lowered, nominative), drawn together or inflected."""
    name, word = _KNOWN.match(known), _SAID.match(said)
    if not name or not word or (("ич" in name["end"][-2:]) != word["end"].startswith(_MALE)):
        return False
    base, heard = name["base"], word["base"].rstrip("ь")
    inside = len(heard) >= 3 and heard in base
    return inside or (heard[0] == base[0] and _in_order(heard, base))


_MALE = ("ович", "евич", "еич", "ич", "ыч")


def _in_order(letters: str, word: str) -> bool:
    """Whether the letters occur in the word in this order: "мих" in "михайл"."""
    rest = iter(word)
    return all(letter in rest for letter in letters)
