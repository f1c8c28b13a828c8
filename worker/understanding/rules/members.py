"""Which member of the team a word names: by name, nickname, mishearing, transcription or role."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownMember
from worker.understanding.rules.morphology import akin, forms, is_cyrillic, likeliest, stem
from worker.understanding.rules.tokens import Token, lowered, tokenise
from worker.understanding.rules.transliteration import latin, sound
from worker.understanding.rules.words.english_verbs import VERBS
from worker.understanding.rules.words.listing import listed
from worker.understanding.rules.words.nicknames import FAMILIES

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]
_ENDINGS: dict[Case, tuple[str, ...]] = {
    "datv": ("е", "у", "ю", "и"),
    "gent": ("а", "я", "ы", "и"),
    "accs": ("а", "я", "у", "ю"),
    "ablt": ("ом", "ем", "ой", "ей", "ым"),
    "loct": ("е", "и"),
}
_WORDS_TOO = listed(
    "bill will art mark rob sue pat drew max gene dot nan ray jack frank rich dick kit lou chuck"
)
_WEAK_ROLE_WORDS = listed("по of the and в на для старший senior head главный младший junior lead chief")


@dataclass(frozen=True, slots=True)
class MemberHit:
    """A member found at token positions first..last; `how` says by what."""

    name: str
    first: int
    last: int
    how: Literal["name", "nickname", "heard", "role"]


def find_members(tokens: tuple[Token, ...], context: Context) -> list[MemberHit]:
    """Every member named in the message, in text order; the surest reading of each position."""
    hits: list[MemberHit] = []
    for at, token in enumerate(tokens):
        if token.is_word:
            hit = _by_name(tokens, at, context) or _by_role(tokens, at, context)
            if hit and not (hits and hits[-1].name == hit.name and hits[-1].last >= hit.first):
                hits.append(hit)
    return hits


def _by_name(tokens: tuple[Token, ...], at: int, context: Context) -> MemberHit | None:
    for how in ("name", "nickname", "heard"):
        if how != "name" and tokens[at].low in _WORDS_TOO and not _addressed(tokens, at):
            continue
        found = {m.name: parts for m in context.members if (parts := _said(tokens, at, m, how))}
        if len(found) == 1:
            name, last = next(iter(found.items()))
            return MemberHit(name, at, last - 1, how)
    return None


def _addressed(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that is also a name stands as a name: with a capital inside a sentence, or told to do something."""
    before = tokens[at - 1] if at else None
    capital = tokens[at].text[:1].isupper() and before is not None and before.text not in {".", "!", "?", ":"}
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    asked = (
        before is not None and before.low in {"ask", "tell", "get", "have", "let", "for"} and after == "to"
    )
    return capital or asked or after in {"should", "needs", "has", "must", "can", "to", ":", "will"}


def _said(tokens: tuple[Token, ...], at: int, member: KnownMember, how: str) -> int:
    """The position after the member's name when it is said at `at` in this way, else 0."""
    word = tokens[at].low
    names = [lowered(name) for name in (member.name, *member.aliases)]
    for name in names:
        parts = [t.low for t in tokenise(name) if t.is_word]
        if not parts:
            continue
        if any(_same(word, part, how) for part in parts):
            follows = (
                at + 1 < len(tokens)
                and len(parts) > 1
                and any(_same(tokens[at + 1].low, p, how) for p in parts)
            )
            return at + 2 if follows else at + 1
    return 0


def _same(word: str, name: str, how: str) -> bool:
    if how == "name":
        return same_name(word, name)
    if how == "nickname":
        return any(same_name(word, other) for other in FAMILIES.get(name, ())) or _shortened(word, name)
    return _heard(word, name)


def _shortened(word: str, name: str) -> bool:
    """A short form that is the beginning of the name («Зина» for «Зинаида»), if it is no word of its own."""
    base = stem(word) if is_cyrillic(word) else word
    long_enough = len(word) >= 4 and len(base) >= 3 and len(name) >= len(base) + 2
    if not long_enough or not name.startswith(base) or word in VERBS:
        return False
    return not is_cyrillic(word) or any("Name" in form.marks or form.score < 0.5 for form in forms(word))


@lru_cache(maxsize=8192)
def same_name(word: str, name: str) -> bool:
    """Whether a word is this given name, in any Russian case, in either alphabet, with an English 's."""
    word = word.removesuffix("'s")
    if "'" in word:
        word = word.split("'")[0]
    if word == name or latin(word) == latin(name):
        return True
    if is_cyrillic(word) and is_cyrillic(name):
        return any(form.lemma == name for form in forms(word)) or _declined(word, name)
    return False


def _declined(word: str, name: str) -> bool:
    base = name[:-1] if name[-1] in "аяйь" else name
    tail = word.removeprefix(base)
    return (
        tail != word
        and len(base) >= 2
        and tail in {e for all_ in _ENDINGS.values() for e in all_} | {"ью", ""}
    )


@lru_cache(maxsize=8192)
def _heard(word: str, name: str) -> bool:
    """A recognition error: the same bones of sound, or all but a letter the same."""
    base = stem(word) if is_cyrillic(word) else word
    known = stem(name) if is_cyrillic(name) else name
    if min(len(base), len(known)) < 4 or latin(base)[:1] != latin(known)[:1]:
        return False
    likeness = fuzz.ratio(latin(base), latin(known))
    return likeness >= 80 or (likeness >= 60 and len(sound(known)) >= 3 and sound(base) == sound(known))


def _by_role(tokens: tuple[Token, ...], at: int, context: Context) -> MemberHit | None:
    found: dict[str, int] = {}
    for member in context.members:
        parts = [
            t.low for t in tokenise(lowered(member.role or "")) if t.is_word and t.low not in _WEAK_ROLE_WORDS
        ]
        if not parts:
            continue
        matched = 0
        while (
            at + matched < len(tokens)
            and matched < len(parts)
            and akin(tokens[at + matched].low, parts[matched]) == 1
        ):
            matched += 1
        if matched == len(parts) or (matched == 0 and akin(tokens[at].low, _head(parts)) == 1):
            found[member.name] = at + max(matched, 1) - 1
        elif matched and parts[0] == _head(parts):
            found[member.name] = at + matched - 1
    if len(found) == 1:
        name, last = next(iter(found.items()))
        return MemberHit(name, at, last, "role")
    return None


def _head(parts: list[str]) -> str:
    """The noun a role hangs on: the last word in English, the first noun in Russian."""
    if not is_cyrillic(parts[0]):
        return parts[-1]
    return next((part for part in parts if (form := likeliest(part)) and form.pos == "NOUN"), parts[0])


def in_case(word: str, case: Case) -> bool:
    """Whether a Russian name or role word can stand in this case here; other scripts stand in any."""
    if not is_cyrillic(word):
        return True
    if any(form.pos == "NOUN" and case in form.marks for form in forms(word)):
        return True
    return case != "nomn" and word.endswith(_ENDINGS[case])
