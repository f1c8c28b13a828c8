"""Names as speech recognition spells them: the same bones of sound, or neighbours of them."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from worker.understanding.local.morphology import is_cyrillic, stem
from worker.understanding.local.transliteration import latin, sound

# Consonants that are taken for each other by ear, as one letter each.
_CLASSES = str.maketrans("bpfvtdkgcqxszjmnlrw", "PPFFTTKKKKKSSSMMLRF")
_SPELLED = (
    ("sch", "S"),
    ("tch", "S"),
    ("zh", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("kh", "K"),
    ("ph", "F"),
    ("ck", "K"),
    ("ts", "S"),
)


@lru_cache(maxsize=8192)
def heard(word: str, name: str) -> bool:
    """Whether the word is most likely a misspelling of the name wherever it stands (both lower-case)."""
    base, known = _base(word), _base(name)
    if min(len(base), len(known)) < 4 or latin(base)[:1] != latin(known)[:1]:
        return False
    likeness = fuzz.ratio(latin(base), latin(known))
    return likeness >= 80 or (likeness >= 60 and len(sound(known)) >= 3 and sound(base) == sound(known))


@lru_cache(maxsize=8192)
def misheard(word: str, name: str) -> bool:
    """Whether the word sounds like the name closely enough for a place where only a person can stand."""
    base, known = latin(_base(word)), latin(_base(name))
    if min(len(base), len(known)) < 3 or abs(len(base) - len(known)) > 3:
        return False
    alike = bool(_bones(base) & _bones(known))
    near = fuzz.ratio(base, known)
    return (alike and near >= 20) or near >= 75


def _base(word: str) -> str:
    return stem(word) if is_cyrillic(word) else word.removesuffix("'s")


@lru_cache(maxsize=4096)
def _bones(word: str) -> frozenset[str]:
    """The consonants by class; "th" and "h" may be heard in two ways each."""
    found = set()
    for th in ("F", "T", "S"):
        for breath in ("", "K"):
            text = word.replace("th", th)
            for spelled, letter in _SPELLED:
                text = text.replace(spelled, letter)
            text = re.sub("(?<=.)w", "", text.replace("h", breath)).translate(_CLASSES)
            opening = "A" if text[:1] in tuple("aeiouy") else ""
            bones = re.sub("[^A-Z]", "", text)
            found.add(opening + re.sub(r"(.)\1+", r"\1", bones))
    return frozenset(bone for bone in found if len(bone) >= 2)
