"""Member words: the words of a team member's names and role."""

from functools import lru_cache

from worker.understanding.context import KnownMember
from worker.understanding.local.message_tokens import lowered, tokenise
from worker.understanding.local.morphology import forms, is_cyrillic, likeliest
from worker.understanding.local.words.nicknames import FAMILIES
from worker.understanding.local.words.word_table import listed

_WEAK_ROLE_WORDS = listed("по of the and в на для старший senior head главный младший junior lead chief")


@lru_cache(maxsize=1024)
def name_parts(member: KnownMember) -> tuple[tuple[str, ...], ...]:
    """The lowered words of each name a member has; names without a word are left out."""
    names = [tokenise(lowered(name)) for name in (member.name, *member.aliases)]
    return tuple(parts for name in names if (parts := tuple(t.low for t in name if t.is_word)))


@lru_cache(maxsize=1024)
def role_parts(role: str) -> tuple[str, ...]:
    """The lowered words of a role that tell it from others."""
    return tuple(t.low for t in tokenise(lowered(role)) if t.is_word and t.low not in _WEAK_ROLE_WORDS)


def head_of(parts: tuple[str, ...]) -> str:
    """The noun a role hangs on: the last word in English, the first noun in Russian."""
    if not is_cyrillic(parts[0]):
        return parts[-1]
    return next((part for part in parts if (form := likeliest(part)) and form.pos == "NOUN"), parts[0])


@lru_cache(maxsize=8192)
def is_given_name(word: str) -> bool:
    """Whether a word is a given name or a short form of one, in any case."""
    return not FAMILIES.keys().isdisjoint({word.removesuffix("'s"), *(form.lemma for form in forms(word))})
