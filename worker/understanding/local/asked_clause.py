"""A clause as a question is read from it: its words without names and times, and a plain text to match patterns on."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.dates import Language
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.member_words import is_given_name, name_parts
from worker.understanding.local.members import MemberHit, find_members
from worker.understanding.local.misheard_names import misheard
from worker.understanding.local.morphology import forms, is_cyrillic
from worker.understanding.local.phrases import phrases
from worker.understanding.local.question_form import NAME
from worker.understanding.local.words.question_words import GRAMMAR
from worker.understanding.local.words.word_table import listed

# Stands for a time that is the subject of what is said: "Friday is fine for the menu".
TIME = "%"
_STATES = bounded(r"(?:is|are|was|were|has|had|will|would|can|could|should|does|did)\b")
_MARKS_BEFORE = " ,.:;!?—–-…"
_LAST_MARKS = bounded(r"\s+(?=[?!.,:;])")


def without_openers(low: str, language: Language) -> str:
    """The text without the words one begins to speak with ("so", «слушай, а»), lead marks included."""
    opener = phrases(language).openers
    while True:
        low = low.lstrip(_MARKS_BEFORE)
        match = opener.match(low)
        if not match or not match.end() or match.end() >= len(low):
            return low
        low = low[match.end() :]


@dataclass(frozen=True, slots=True)
class AskedClause:
    """`plain` is the lowered text without openers and times, "@" for every member; `words` are its words without
    members, times and the names of businesses and projects; `members` those named, each once, `misheard` when by guess."""

    plain: str
    words: tuple[str, ...]
    members: tuple[str, ...]
    timed: bool
    past: bool
    misheard: bool
    language: Language

    def unknown(self, *tables: frozenset[str]) -> list[str]:
        """The words that are neither grammar nor in one of the tables."""
        return [word for word in self.words if not is_among(word, GRAMMAR, *tables)]


def asked_clause(sheet: Sheet, places: range, context: Context) -> AskedClause:
    """The clause at `places` of a message."""
    hits = [hit for hit in find_members(sheet.tokens, context) if hit.first in places]
    hits = hits or _misheard(sheet, places, context)
    named = {at: hit for hit in hits for at in range(hit.first, hit.last + 1)}
    mentions = [m for m in sheet.mentions_in(places) if m.kind != "reminder"]
    timed = {at for m in mentions for at in sheet.within(m.start, m.end)}
    barred = timed | {at for at in places if sheet.labels[at] == "dropped"}
    said = [
        NAME if at in named else sheet.low_at(at)
        for at in places
        if at not in barred and not (at in named and at != named[at].first)
    ]
    words = [
        sheet.low_at(at)
        for at in places
        if sheet.tokens[at].kind != "mark" and at not in barred | named.keys() and at not in sheet.known
    ]
    plain = without_openers(_LAST_MARKS.sub("", " ".join(said)), sheet.language)
    first = next((at for at in places if sheet.tokens[at].kind != "mark"), None)
    stated = first in timed and _STATES.match(plain) is not None and "?" not in plain
    return AskedClause(
        f"{TIME} {plain}" if stated else plain,
        tuple(words),
        tuple(dict.fromkeys(hit.name for hit in hits)),
        any(m.kind == "moment" for m in mentions),
        any(m.kind == "moment" and m.past for m in mentions),
        any(hit.how == "heard" for hit in hits),
        sheet.language,
    )


# Of 100: from here on two names that begin alike are taken for one where only a name can stand.
_ALIKE = 60
# Where only a person's name stands: "what has Lockie got on", «чем занят Анварчик».
_BEFORE_NAME = listed(
    "has does is did what's how's whats у на занят занята занимается загружен загружена сделал сделала делает"
)
_AFTER_NAME = listed(
    "got have has doing working busy free up finished finish done do available свободен свободна занят занята делает сделал сделала"
)


def _misheard(sheet: Sheet, places: range, context: Context) -> list[MemberHit]:
    """The one member whose name was misheard, where a question names a person."""
    found: list[MemberHit] = []
    for at in places:
        low = sheet.low_at(at)
        stands = sheet.low_at(at - 1) in _BEFORE_NAME and (
            sheet.language == "ru" or sheet.low_at(at + 1) in _AFTER_NAME
        )
        if stands and sheet.tokens[at].is_word and not is_given_name(low) and not is_among(low, GRAMMAR):
            like = [
                m.name for m in context.members if any(_sounds_like(low, part[0]) for part in name_parts(m))
            ]
            found += [MemberHit(like[0], at, at, "heard")] if len(like) == 1 else []
    return found[:1]


def _sounds_like(low: str, name: str) -> bool:
    alike = low[:1] == name[:1] and fuzz.ratio(low, name) >= _ALIKE
    return alike or misheard(low, name)


def is_among(word: str, *tables: frozenset[str]) -> bool:
    """Whether a word stands in one of the tables, as it is or by its Russian lemma."""
    return any(key in table for key in _keys(word) for table in tables)


@lru_cache(maxsize=4096)
def _keys(word: str) -> tuple[str, ...]:
    return (word, *(form.lemma for form in forms(word))) if is_cyrillic(word) else (word,)
