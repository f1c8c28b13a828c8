"""Who is to do it: the member a clause gives the task to, and the words by which it does so."""

import re
from collections.abc import Iterable
from dataclasses import replace

from worker.understanding.context import Context
from worker.understanding.dates import Mention
from worker.understanding.dates.spelling import near_word
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.assignments import DASHES, Assignment, Spot
from worker.understanding.local.clause_starts import SOMEONE, does, subject_with_verb
from worker.understanding.local.members import MemberHit, find_members
from worker.understanding.local.people_en import ENGLISH_RULES
from worker.understanding.local.people_ru import RUSSIAN_RULES
from worker.understanding.local.phrases import phrases
from worker.understanding.local.words.word_table import listed

_LEADING = listed("and then also plus so oh и а но ну так вот еще потом затем the for also")


def people_in(sheet: Sheet, context: Context) -> dict[int, MemberHit]:
    """The members a message names by their first token, but for what only resembles a name inside a time («полдня»)."""
    hits = find_members(sheet.tokens, context)
    return {hit.first: hit for hit in hits if not (hit.how in {"short", "heard"} and _is_time(sheet, hit))}


def _is_time(sheet: Sheet, hit: MemberHit) -> bool:
    start = sheet.tokens[hit.first].start
    return any(m.start <= start < m.end for m in sheet.mentions)


def without_names(sheet: Sheet, people: Iterable[MemberHit]) -> list[Mention]:
    """The times a message speaks of, but for those that only a member's name was taken for («с Маратом»: the month)."""
    named = [hit for hit in people if hit.how == "name" and _only_resembles_a_time(sheet.low_at(hit.first))]
    starts = [sheet.tokens[hit.first].start for hit in named]
    return [m for m in sheet.mentions if not any(m.start <= start < m.end for start in starts)]


def _only_resembles_a_time(low: str) -> bool:
    return near_word(low) not in {None, low}


def assignment(sheet: Sheet, places: range, people: dict[int, MemberHit]) -> Assignment | None:
    """The assignment a clause states; None when it states none."""
    first = _first(sheet, places)
    if first is None:
        return None
    rules = RUSSIAN_RULES if sheet.language == "ru" else ENGLISH_RULES
    for at in places:
        hit = people.get(at)
        if hit is None or sheet.labels[at] == "dropped":
            continue
        spot = Spot(sheet, places, hit, first)
        found = next((found for rule in rules if (found := rule(spot))), None)
        if found:
            return replace(found, leading=min(found.places) <= first)
    return _spoken_alone(sheet, places, people) or _own(sheet, first, places)


def _spoken_alone(sheet: Sheet, places: range, people: dict[int, MemberHit]) -> Assignment | None:
    """A name that is a sentence of its own after the task: «... к среде. Вера», "... by Friday. Kim"."""
    said = [at for at in places if sheet.tokens[at].kind != "mark"]
    hit = people.get(said[0]) if said and places.start > 0 else None
    if hit is None or hit.how not in {"name", "nickname"} or said != list(range(hit.first, hit.last + 1)):
        return None
    return Assignment(hit.name, tuple(said), loose=True) if sheet.low_at(said[0] - 1) in _ENDS else None


_ENDS = {".", "!", "…", "..."}


def _first(sheet: Sheet, places: range) -> int | None:
    """The first token that says something: no time, noise, marker or conjunction."""
    table, skip = phrases(sheet.language), -1
    openers = (table.openers, table.need) if sheet.language == "ru" else (table.openers,)
    for at in places:
        token = sheet.tokens[at]
        if sheet.labels[at] is not None or token.kind == "mark" or token.low in _LEADING or at <= skip:
            continue
        if token.low in {"мне", "нам", "я", "мы"}:
            return at
        if (about := _topic_end(sheet, places, at)) is not None:
            skip = about
            continue
        ends = [match.end() for each in openers if (match := each.match(sheet.low, token.start))]
        if not ends or max(ends) == token.start:
            return at
        skip = max(sheet.within(token.start, max(ends)), default=at)
    return None


def _topic_end(sheet: Sheet, places: range, at: int) -> int | None:
    """The last word of a name said first, as what it is all about («по складу ...», «насчёт ярмарки ...»), when
    somebody in particular follows it; None for any other words."""
    end = at + 1
    while end in places and (end in sheet.known or (end + 1 in sheet.known and sheet.tokens[end].is_word)):
        end += 1
    named = sheet.low_at(at) in _ABOUT and end > at + 1
    return end - 1 if named and end in places else None


_ABOUT = {"по", "насчет", "про", "для"}


def _own(sheet: Sheet, first: int, places: range) -> Assignment | None:
    """What the sender keeps: "me: ...", «мне — ...», «а мне позвонить ...»."""
    if own := _own_heading(sheet, first, places):
        return own
    if sheet.low_at(first) in {"мне", "я"} and sheet.language == "ru":
        at = first + 1
        while at in places and sheet.low_at(at) in DASHES:
            at += 1
        return Assignment(None, tuple(range(first, at)))
    if sheet.language == "en" and subject_with_verb(sheet, first):
        told = does(sheet.low_at(first + 1))
        return Assignment(None, (first,), finite=told) if told or sheet.low_at(first) not in SOMEONE else None
    if sheet.low_at(first) in {"me", "myself"} and sheet.low_at(first + 1) in DASHES:
        return Assignment(None, (first, first + 1))
    return _own_english(sheet, first, places) if sheet.language == "en" else None


def _own_heading(sheet: Sheet, first: int, places: range) -> Assignment | None:
    """What the sender keeps, said as a heading: "My job: ...", «Моя задача: ...», «с меня — ...»."""
    found = _MINE.match(sheet.low, sheet.tokens[first].start)
    said = sheet.within(*found.span()) if found else range(0)
    return Assignment(None, tuple(said), heading=True) if said and said[-1] in places else None


_MINE = re.compile(
    r"(?:my (?:jobs?|tasks?|turn|part|bit|list|to-?dos?)|mine|(?:моя|мои) (?:задач[аи]|дела|часть)|мо[ей]|(?:с|за|на) мн?(?:еня|ой|не)|с меня)\s*[:—–-]"
)


def _own_english(sheet: Sheet, first: int, places: range) -> Assignment | None:
    """What the sender keeps among others' tasks: "I'll order it myself", "I need to ...", "the quote (me)"."""
    kept = tuple(at for at in places if sheet.low_at(at) in {"myself", "me"} and _closing_me(sheet, at))
    if kept or sheet.low_at(first) in {"i'll", "i'm", "i've", "i'd", "we'll"}:
        return Assignment(None, kept)
    if sheet.low_at(first) == "i" and sheet.low_at(first + 1) in {
        "will",
        "need",
        "have",
        "must",
        "should",
        "can",
    }:
        return Assignment(None, ())
    return None


def _closing_me(sheet: Sheet, at: int) -> bool:
    bracketed = sheet.low_at(at - 1) in {"(", "-", "–", "—"} and sheet.low_at(at + 1) in {")", "", "."}
    return bracketed or (
        sheet.low_at(at) == "myself" and sheet.low_at(at - 1) not in {"for", "to", "by", "about"}
    )
