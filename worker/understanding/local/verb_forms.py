"""English verb forms led back to the verb they belong to: "books", "baking" and "bake"."""

import re
from functools import lru_cache

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_VOWELS = frozenset("aeiouy")
# Words in -ing that are things, not deeds going on.
_THINGS = listed("""morning evening meeting wedding building ceiling king ring spring string thing something anything nothing everything
    wing swing sibling pudding earring bring sling during wiring roofing heating clothing""")
_COMMON = listed(
    "do go come be have know see think try keep say ask want need stay sit stand fly swim lie die rise catch hold"
)


@lru_cache(maxsize=2048)
def base_of_gerund(low: str) -> str | None:
    """The verb of a lowered word in -ing ("baking" gives "bake"), None for other words and for things ("morning")."""
    if not low.endswith("ing") or len(low) < 5 or low in _THINGS or "'" in low:
        return None
    stem = low[:-3]
    if not _VOWELS & set(stem):
        return None
    doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou"
    candidates = [stem + "e", stem, stem[:-1] if doubled else stem, stem[:-1] + "ie"]
    known = next((base for base in candidates if base in VERBS or base in _COMMON), None)
    if known:
        return known
    return stem[:-1] if doubled and stem[-1] not in "lsz" else stem


def base_of_third_person(low: str) -> str | None:
    """The verb of a lowered word in -s ("carries" gives "carry"), None for other words."""
    if not low.endswith("s") or low.endswith(("ss", "'s")):
        return None
    bases = [low.removesuffix("s"), low.removesuffix("es"), low.removesuffix("ies") + "y"]
    known = next((base for base in bases if base != low and (base in VERBS or base in _COMMON)), None)
    if known:
        return known
    hissed = low.endswith(("ches", "shes", "sses", "xes", "zes"))
    return low[:-3] + "y" if low.endswith("ies") else low[:-2] if hissed else low[:-1]


_WANTED = bounded(
    r"(?:(?P<thing>[^,.;:!?]{3,60}?)\s+|^)(?:(?:still|also|really|badly)\s+)?(?:needs?|wants?|could do with|is due for|are due for)\s+(?:a\s+)?(?P<deed>[a-z]+ing)(?P<rest>(?:\s.*)?)$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:i|we|you|he|she|they|who|to|will|if|that|and|is|are|was)\b", re.IGNORECASE)


def wanted_done(text: str) -> str:
    """What is said to need doing, as an order: "gasket wants ordering" gives "order gasket"; other texts unchanged."""
    found = _WANTED.fullmatch(text)
    base = base_of_gerund(found["deed"].lower()) if found else None
    if found is None or base is None or _SPEAKS.search(found["thing"] or ""):
        return text
    return " ".join(f"{base} {found['thing'] or ''}{found['rest']}".split())
