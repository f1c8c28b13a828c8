"""Reading: a message that is, as a whole, a sentence about the world becomes a wish; every other message is left alone."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from worker.features.directory.directory_changes import Archive, Details, Listing, Put, Rename, Together, Wish
from worker.features.directory.kinds import BUSINESS, MEMBER, PROJECT, Row
from worker.features.directory.name_checks import clean, split_words
from worker.features.directory.queries import Rows
from worker.features.directory.sentences import people
from worker.features.directory.sentences.descriptions import apart, described, parted
from worker.features.directory.sentences.phrase_parts import (
    is_given_name,
    known_firms,
    nominative,
)
from worker.features.directory.sentences.sentence import Sentence, matches
from worker.features.directory.sentences.subjects import (
    kind_named,
    meant,
    names_one,
    new_business,
)
from worker.features.directory.sentences.trades import ACTIVITIES, PLACES
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.small_talk import is_hostile

_LONGEST = 240
_MOST_TOGETHER = 10
_SPLIT = bounded(r"\s+(?:to|into|as|в|на)\s+", re.IGNORECASE)


def read_wish(text: str, rows: Rows, now: dt.datetime, *, spoken: bool = False) -> Wish | None:
    """What a message wishes for the world; None for a task, a question about tasks, and anything else.

    `now` is aware and in the chat's zone. Pure; one line of at most 240 characters, and never a hostile one.
    """
    kept = " ".join(text.split()).rstrip(" .!?")
    if "\n" in text.strip() or not 4 <= len(kept) <= _LONGEST or is_hostile(lowered(normalise(text))):
        return None
    sentence = Sentence(kept, rows, now, spoken)
    opened = Sentence(sentence.language.OPENERS.sub("", kept), rows, now, spoken)
    readers: tuple[Callable[[Sentence], Wish | None], ...] = (
        _listing,
        _of_firm,
        people.who,
        _several,
        _new_business,
        _trades,
        people.new_member,
        people.hired,
        people.added,
        _rename,
        _archive,
        _restore,
        _keywords,
        people.nickname,
        people.works,
        people.role_of,
    )
    return next((wish for reader in readers if (wish := reader(opened)) is not None), None)


def _listing(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "LISTS"):
        kind = kind_named(found["kinds"].replace("businesses", "business").replace("companies", "company"))
        return Listing(kind) if kind else None
    return None


def _of_firm(sentence: Sentence) -> Wish | None:
    """ "Who works at Repair?": the list, which tells where each belongs."""
    for found in matches(sentence, "OF_FIRM"):
        if known_firms(found["firm"], sentence.rows):
            return Listing(MEMBER if found["people"] else PROJECT)
    return None


def _several(sentence: Sentence) -> Wish | None:
    """ "My businesses are Repair and Trade", "I have two businesses: a dental lab and a repair shop"."""
    for found in matches(sentence, "SEVERAL"):
        told = _told_firms(sentence, found)
        if told is None or len(told) < 2:
            return None
        return Together(told)
    return None


def _trades(sentence: Sentence) -> Wish | None:
    """ "We also opened a café", «у меня есть пекарня и магазин»: what they are says that they are businesses."""
    ways = (("NAMED_TRADES", 1, PLACES | ACTIVITIES), ("TRADES", 1, PLACES), ("TRADES_TOGETHER", 2, PLACES))
    for pattern, least, heads in ways:
        for found in matches(sentence, pattern):
            told = _told_firms(sentence, found, heads)
            if told is not None and len(told) >= least:
                return told[0] if len(told) == 1 else Together(told)
    return None


def _told_firms(
    sentence: Sentence, found: re.Match[str], heads: frozenset[str] | None = None
) -> tuple[Put, ...] | None:
    """The businesses of a list, each understood, or None."""
    parts = parted(found["names"], found.groupdict().get("count"))
    told = [described(part, sentence.now, heads) for part in parts]
    sound = [put for put in told if put is not None]
    return apart(sound) if sound and len(sound) == len(told) <= _MOST_TOGETHER else None


def _new_business(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "NEW_BUSINESS"):
        return new_business(found["rest"], sentence.now, marked=bool(found["mark"]), spoken=sentence.spoken)
    return None


def _rename(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "RENAMES"):
        kind = kind_named(found["kind"])
        whole = f"{found['old']}\0{found['new']}"
        for old, new in ((found["old"], found["new"]), *_other_splits(whole)):
            subject = meant(sentence.rows, kind, old)
            if subject is not None and clean(new):
                return Rename(subject[0], subject[1].id or 0, new.strip(" «»\"'"))
        row = sentence.rows.find(MEMBER, found["old"]) if kind is None else None
        if row is not None and is_given_name(found["old"]):
            return Rename(MEMBER, row.id or 0, nominative(found["new"]))
        if kind is not None and names_one(found["old"]):
            # Better to say that there is none than to call another thing so.
            return Rename(kind, found["old"], found["new"])
    return None


def _other_splits(whole: str) -> Iterator[tuple[str, str]]:
    """The name itself may hold a preposition («Дом в саду»): the other places to part old from new."""
    old, new = whole.split("\0")
    for found in _SPLIT.finditer(new):
        yield f"{old} {found[0].strip()} {new[: found.start()]}", new[found.end() :]


def _archive(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "ARCHIVES"):
        kind = kind_named(found["kind"])
        subject = meant(sentence.rows, kind, found["name"])
        if subject is not None:
            return Archive(subject[0], subject[1].id or 0)
        if kind is not None and names_one(found["name"]):
            return Archive(kind, found["name"])
    for found in matches(sentence, "LEAVES"):
        row = sentence.rows.find(MEMBER, found["name"])
        if row is not None:
            return Archive(MEMBER, row.id or 0)
    return None


def _restore(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "RESTORES"):
        subject = meant(sentence.rows, kind_named(found["kind"]), found["name"], archived=True)
        if subject is not None:
            return Archive(subject[0], subject[1].id or 0, back=True)
    return None


def _keywords(sentence: Sentence) -> Wish | None:
    for found in matches(sentence, "KEYWORDS"):
        row: Row | None = sentence.rows.find(BUSINESS, clean(found["name"]))
        words = split_words(found["words"], spoken=sentence.spoken)
        if row is not None and words and all(len(word.split()) <= 3 for word in words):
            return Put(BUSINESS, row.id or 0, Details(keywords=words), known=True)
    return None
