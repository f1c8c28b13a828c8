"""Which member of the team a word names: by name, nickname, mishearing, transcription or role."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownMember
from worker.understanding.local.member_words import head_of, is_given_name, name_parts, role_parts
from worker.understanding.local.message_tokens import Token, lowered
from worker.understanding.local.misheard_names import heard, misheard
from worker.understanding.local.morphology import (
    akin,
    forms,
    has_form,
    is_cyrillic,
    is_known,
    stem,
)
from worker.understanding.local.patronymics import is_patronymic
from worker.understanding.local.transliteration import latin
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.name_words import NOBODY, PET_ENDINGS, SHORT_WORDS, WORDS_TOO
from worker.understanding.local.words.nicknames import FAMILIES
from worker.understanding.local.words.word_table import listed
from worker.understanding.step_budget import current_steps

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]
_ENDINGS: dict[Case, tuple[str, ...]] = {
    "datv": ("е", "у", "ю", "и"),
    "gent": ("а", "я", "ы", "и"),
    "accs": ("а", "я", "у", "ю"),
    "ablt": ("ом", "ем", "ой", "ей", "ым"),
    "loct": ("е", "и"),
}
_REQUESTS = listed("ask tell get have let make remind")
_OPENERS_EN = listed("and then also so but ok okay um uh well right alright oh hey please that , . : ; ! ? -")
_OPENERS_RU = listed("и а но еще потом затем так ну вот завтра сегодня запиши задача , . : ; ! ? -")
_LET_RU = listed("пусть пускай попроси попросите скажи скажите поручи поручите чтобы чтоб передай напомни")
_RANKS = listed("senior head junior lead chief главный главного главному старший старшего старшему")


@dataclass(frozen=True, slots=True)
class MemberHit:
    """A member found at token positions first..last; `how` says by what."""

    name: str
    first: int
    last: int
    how: Literal["name", "nickname", "short", "heard", "role"]


def find_members(tokens: tuple[Token, ...], context: Context) -> list[MemberHit]:
    """Every member named in the message, in text order; the surest reading of each position."""
    return list(_found_in(_Asked(tokens, context.members)))


class _Asked(NamedTuple):
    """A message's tokens and the team: the same only as the very same objects, so that none of it is compared."""

    tokens: tuple[Token, ...]
    members: tuple[KnownMember, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.tokens is other.tokens and self.members is other.members

    def __hash__(self) -> int:
        return hash((id(self.tokens), id(self.members)))


@lru_cache(maxsize=8)
def _found_in(asked: _Asked) -> tuple[MemberHit, ...]:
    hits, steps = list[MemberHit](), current_steps()
    tokens, context = asked.tokens, Context(members=asked.members)
    for at, token in enumerate(tokens):
        steps.take(1 + len(context.members))
        if token.is_word:
            hit = (
                _by_name(tokens, at, context)
                or _by_whole_name(tokens, at, context)
                or _by_role(tokens, at, context)
            )
            if hit and not (hits and hits[-1].name == hit.name and hits[-1].last >= hit.first):
                hits.append(hit)
    return tuple(hits)


def _by_name(tokens: tuple[Token, ...], at: int, context: Context) -> MemberHit | None:
    if tokens[at].low in NOBODY and not _is_a_name(tokens[at].low, context):
        return None
    for how in _WAYS:
        if how != "name" and tokens[at].low in WORDS_TOO and not _addressed(tokens, at):
            continue
        if how in {"heard", "misheard"} and is_given_name(tokens[at].low):
            continue  # another person's own name is no mishearing of this one's
        if how == "misheard" and not told_to(tokens, at):
            continue
        found = {m.name: parts for m in context.members if (parts := _said(tokens, at, m, how))}
        if len(found) == 1:
            name, last = next(iter(found.items()))
            return MemberHit(name, at, last - 1, "heard" if how == "misheard" else how)
    return None


def _by_whole_name(tokens: tuple[Token, ...], at: int, context: Context) -> MemberHit | None:
    """A name of several parts written as one word, or one with a hyphen written apart: "siewling" for Siew Ling."""
    for member in context.members:
        whole = "".join(letter for letter in lowered(member.name) if letter.isalpha())
        if whole == lowered(member.name) or len(whole) < _SHORTEST_WHOLE:
            continue
        apart = tokens[at].low + (tokens[at + 1].low if at + 1 < len(tokens) else "")
        for said, last in ((tokens[at].low, at), (apart, at + 1)):
            if len(said) >= _SHORTEST_WHOLE and fuzz.ratio(latin(said), latin(whole)) >= _ALIKE_WHOLE:
                return MemberHit(member.name, at, last, "heard")
    return None


_SHORTEST_WHOLE, _ALIKE_WHOLE = 5, 83
_WAYS: tuple[Literal["name", "nickname", "short", "heard", "misheard"], ...] = (
    "name",
    "nickname",
    "short",
    "heard",
    "misheard",
)


def _addressed(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that is also a name stands as a name: with a capital inside a sentence, or told to do something."""
    before = tokens[at - 1] if at else None
    capital = tokens[at].text[:1].isupper() and before is not None and before.text not in {".", "!", "?", ":"}
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    asked = before is not None and before.low in _REQUESTS | {"for"} and after == "to"
    spoken_to = before is None and after == "," and tokens[at].text[:1].isupper()
    object_ = tokens[at + 2].low if at + 2 < len(tokens) else ""
    acting = after.endswith("s") and object_ in {"the", "a", "an", "my", "our", "his", "her", "all"}
    return (
        capital
        or asked
        or spoken_to
        or acting
        or after in {"should", "needs", "has", "must", "can", "to", ":", "will"}
    )


def _is_a_name(word: str, context: Context) -> bool:
    return any(word == lowered(name) for member in context.members for name in (member.name, *member.aliases))


def _said(tokens: tuple[Token, ...], at: int, member: KnownMember, how: str) -> int:
    """The position after the member's name when it is said at `at` in this way, else 0."""
    word = tokens[at].low
    for parts in name_parts(member):
        after = tokens[at + 1].low if at + 1 < len(tokens) and len(parts) > 1 else ""
        called = how == "name" and len(parts) > 1 and is_patronymic(after, parts[1])
        if any(_same(word, part, how) for part in parts):
            whole = called or any(_same(after, p, how) for p in parts if after) or _is_fathers(tokens, at + 1)
            return at + 2 if whole else at + 1
        if called and parts[0].startswith(word) and len(word) >= 3:
            return at + 2
        if how == "short" and any(is_patronymic(word, part) for part in parts[1:]):
            return at + 1
    return 0


def _is_fathers(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a patronymic stands here, which a member's own name may lack: «Анна Сергевна»."""
    return at < len(tokens) and any(
        "Patr" in form.marks and form.score >= 0.5 for form in forms(tokens[at].low)
    )


def _same(word: str, name: str, how: str) -> bool:
    if how == "name":
        return same_name(word, name)
    if how == "nickname":
        return any(same_name(word, other) for other in FAMILIES.get(name, ()))
    if how == "short":
        return _shortened(word, name) or any(
            _petted(word, other) for other in (name, *FAMILIES.get(name, ()))
        )
    if how == "heard":
        return heard(word, name)
    return any(misheard(word, other) for other in (name, *FAMILIES.get(name, ())))


def _shortened(word: str, name: str) -> bool:
    """A short form that is the beginning of the name ("Dom" for "Dominic"), if it is no word of its own."""
    base = stem(word) if is_cyrillic(word) else word.removesuffix("'s")
    if len(base) < 3 or len(name) < len(base) + 2 or not name.startswith(base):
        return False
    if not is_cyrillic(word):
        return base not in VERBS and base not in SHORT_WORDS
    return len(word) >= 4 and any("Name" in form.marks or form.score < 0.5 for form in forms(word))


def _petted(word: str, name: str) -> bool:
    """A pet form: the beginning of the name and an ending of endearment («Глебушка», "Gregster")."""
    if is_cyrillic(word) != is_cyrillic(name):
        return False
    if is_cyrillic(word):
        if is_known(word) and not any("Name" in form.marks for form in forms(word)):
            return False
        base = next((word.removesuffix(e) for e in PET_ENDINGS if word.endswith(e)), "")
    else:
        base = next(
            (word.removesuffix(e) for e in ("sters", "ster", "ito", "y", "ie", "o") if word.endswith(e)), ""
        )
        if word in VERBS or word in SHORT_WORDS:
            return False
    return len(base) >= 3 and name.startswith(base) and word != name


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


def is_form_of(word: str, name: str) -> bool:
    """Whether a lower-case word is this name, declined, transcribed, or a short or pet form of it."""
    return any(_same(word, name, how) for how in ("name", "nickname", "short"))


def _declined(word: str, name: str) -> bool:
    base = name[:-1] if name[-1] in "аяйь" else name
    tail = word.removeprefix(base)
    return (
        tail != word
        and len(base) >= 2
        and tail in {e for all_ in _ENDINGS.values() for e in all_} | {"ью", ""}
    )


def told_to(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the word stands where only somebody who is told to do something stands: "... has to call", «пусть ... зайдёт»."""
    before = tokens[at - 1].low if at else ""
    after = [token.low for token in tokens[at + 1 : at + 4]] + ["", "", ""]
    if is_cyrillic(tokens[at].low):
        opens = before in _OPENERS_RU or not before
        dative = tokens[at].low[-1:] in {"у", "ю", "е", "и"} and has_form(after[0], "INFN")
        word = tokens[at].low
        subject = has_form(word, "NOUN", "nomn") or not is_known(word)
        called = before in _LET_RU or after[0] in {"пусть", "должен", "должна"}
        return (called and subject) or (before in _LET_RU and dative) or (opens and dative)
    if before in _REQUESTS and (after[0] == "to" or after[0] in VERBS):
        return after[1] in VERBS or after[0] in VERBS
    if before and before not in _OPENERS_EN:
        return False
    if after[0] in {"has", "needs", "ought"} and after[1] == "to":
        return after[2] in VERBS
    return after[0] in {"should", "must", "can", "will", "could"} and after[1] in VERBS


def _by_role(tokens: tuple[Token, ...], at: int, context: Context) -> MemberHit | None:
    found: dict[str, int] = {}
    for member in context.members:
        parts = role_parts(member.role or "")
        if not parts:
            continue
        matched = 0
        while (
            at + matched < len(tokens)
            and matched < len(parts)
            and akin(tokens[at + matched].low, parts[matched]) == 1
        ):
            matched += 1
        if matched == len(parts) or (matched == 0 and akin(tokens[at].low, head_of(parts)) == 1):
            found[member.name] = at + max(matched, 1) - 1
        elif matched and parts[0] == head_of(parts):
            found[member.name] = at + matched - 1
    if len(found) == 1:
        name, last = next(iter(found.items()))
        return MemberHit(name, at - 1 if at and tokens[at - 1].low in _RANKS else at, last, "role")
    return None


def in_case(word: str, case: Case, name: str = "") -> bool:
    """Whether a Russian name or role word can stand in this case here; other scripts stand in any. With a lowered
    `name`, only its own forms count («Руслану» is no accusative of Руслан, though one of Руслана)."""
    if not is_cyrillic(word):
        return True
    declined = _cases_of(word, name) if name else frozenset()
    if declined:
        return case in declined
    nouns = [form for form in forms(word) if form.pos == "NOUN"]
    nouns = [form for form in nouns if form.lemma == name] or nouns
    if any(case in form.marks for form in nouns):
        return True
    if any("Name" in form.marks and form.score >= 0.2 for form in nouns):
        return False
    return case != "nomn" and word.endswith(_ENDINGS[case])


@lru_cache(maxsize=4096)
def _cases_of(word: str, name: str) -> frozenset[str]:
    """The cases this form of a woman's name in -а or -я shows by its ending, though the dictionary knows the word as
    another's form («Света» is no genitive of «свет»); empty for other names."""
    if name[-1:] not in {"а", "я"} or word[:-1] != name[:-1]:
        return frozenset()
    return frozenset(_FIRST_DECLENSION.get(word[-1], ()))


_FIRST_DECLENSION: dict[str, tuple[Case, ...]] = {
    "а": ("nomn",),
    "я": ("nomn",),
    "е": ("datv", "loct"),
    "у": ("accs",),
    "ю": ("accs",),
    "ы": ("gent",),
    "и": ("gent", "datv", "loct"),
}
