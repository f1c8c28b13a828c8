"""Reads a message that is, as a whole, a sentence about businesses, projects or people as a request."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from worker.features.directory.entries import BUSINESS, MEMBER, PROJECT, Entry
from worker.features.directory.name_checks import clean_name, split_words
from worker.features.directory.queries import Directory
from worker.features.directory.requests import (
    ArchiveEntry,
    DirectoryRequest,
    EntryDetails,
    ListEntries,
    RenameEntry,
    SaveEntries,
    SaveEntry,
)
from worker.features.directory.sentences import people
from worker.features.directory.sentences.descriptions import (
    describe_business,
    split_businesses,
    with_distinct_keywords,
    with_names_behind,
)
from worker.features.directory.sentences.member_roles import read_member_role, read_role_of_unknown
from worker.features.directory.sentences.phrase_parts import (
    find_known_businesses,
    is_known_given_name,
)
from worker.features.directory.sentences.rewording import put_in_known_words
from worker.features.directory.sentences.sentence import DirectorySentence, names_no_time, pattern_matches
from worker.features.directory.sentences.subjects import (
    are_keywords,
    find_subject,
    is_plausible_name,
    kind_named,
    read_new_business,
)
from worker.features.directory.sentences.teams import read_team
from worker.features.directory.sentences.trades import ACTIVITIES, PLACES
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.machine_orders import orders_the_machine
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.morphology import nominative_name

_LONGEST = 240
_MOST_TOGETHER = 10
_MOST_WORDS_OF_NAME = 3
_OPEN = PLACES | ACTIVITIES
# How businesses are told by their trades: the pattern, how many there are at least, what their words may be, and whether
# one of them at least must be a business by its own word.
_TRADES_SAID: tuple[tuple[str, int, frozenset[str], bool], ...] = (
    ("NAMED_TRADES", 1, _OPEN, False),
    ("TRADES", 1, PLACES, True),
    ("KEPT", 1, _OPEN, False),
    ("TRADES_TOGETHER", 2, PLACES, True),
    ("TRADES", 2, _OPEN, True),
    ("TRADES_TOGETHER", 2, _OPEN, True),
)
_OR = bounded(r"\s+(?:or|или)\s+", re.IGNORECASE)
_SPLIT = bounded(r"\s+(?:to|into|as|в|на)\s+", re.IGNORECASE)


def read_directory_sentence(
    text: str, directory: Directory, now: dt.datetime, *, spoken: bool = False
) -> DirectoryRequest | None:
    """The request of a sentence; None for a task, a question about tasks, and anything else.

    `now` is aware and in the chat's zone. Pure; one line of at most 240 characters, and never one that orders the machine.
    """
    kept = " ".join(text.split()).rstrip(" .!?")
    if "\n" in text.strip() or not 4 <= len(kept) <= _LONGEST or orders_the_machine(lowered(normalise(text))):
        return None
    sentence = DirectorySentence(kept, directory, now, spoken)
    opened = DirectorySentence(
        put_in_known_words(sentence.language.OPENERS.sub("", kept)), directory, now, spoken
    )
    readers: tuple[Callable[[DirectorySentence], DirectoryRequest | None], ...] = (
        _list_request,
        _list_of_business,
        people.read_who,
        read_member_role,
        read_team,
        _several_businesses,
        _new_business,
        _businesses_by_trade,
        people.read_new_member,
        people.read_new_in_role,
        people.read_hired,
        people.read_added,
        _rename,
        _archive,
        _restore,
        _keywords,
        people.read_nickname,
        people.read_works,
        read_role_of_unknown,
        people.read_role,
    )
    return next((request for reader in readers if (request := reader(opened)) is not None), None)


def _list_request(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "LISTS"):
        kind = kind_named(found["kinds"].replace("businesses", "business").replace("companies", "company"))
        return ListEntries(kind) if kind else None
    return None


def _list_of_business(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Who works at Repair?": the list, which shows where each belongs."""
    for found in pattern_matches(sentence, "OF_FIRM"):
        if find_known_businesses(found["firm"], sentence.directory):
            return ListEntries(MEMBER if found["people"] else PROJECT)
    return None


def _several_businesses(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "My businesses are Repair and Trade", "I have two businesses: a dental lab and a repair shop"."""
    for found in pattern_matches(sentence, "SEVERAL"):
        described = _described_businesses(sentence, found)
        if described is None or len(described) < 2:
            return None
        return SaveEntries(described)
    return None


def _businesses_by_trade(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "We also opened a café", «у меня есть пекарня и магазин»: the trades show that they are businesses."""
    for pattern, least, heads, placed in _TRADES_SAID:
        for found in pattern_matches(sentence, pattern):
            described = _described_businesses(sentence, found, heads)
            if described is None or (placed and not _has_place(sentence, found)):
                continue
            if len(described) >= least or all(_is_called(sentence, put) for put in described):
                return described[0] if len(described) == 1 else SaveEntries(described)
    return _businesses_by_name(sentence)


def _businesses_by_name(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "I run Spoke and Thyme": two at least, in capitals, and nobody's names."""
    for pattern in ("KEPT", "TRADES_TOGETHER", "NAMED_TRADES"):
        for found in pattern_matches(sentence, pattern):
            names = [clean_name(part) for part in split_businesses(found["names"], None)]
            if (
                2 <= len(names) <= _MOST_TOGETHER
                and all(map(_is_firm_name, names))
                and names_no_time(sentence)
            ):
                return SaveEntries(tuple(SaveEntry(BUSINESS, name) for name in names))
    return None


def _is_firm_name(name: str) -> bool:
    words = name.split()
    capitals = bool(words) and all(word[0].isupper() for word in words)
    return capitals and len(words) <= _MOST_WORDS_OF_NAME and not any(map(is_known_given_name, words))


def _has_place(sentence: DirectorySentence, found: re.Match[str]) -> bool:
    """Whether one of them is a business by its own word: what only may be one is one beside it."""
    parts = split_businesses(with_names_behind(found["names"]), found.groupdict().get("count"))
    return any(describe_business(part, sentence.now, PLACES) is not None for part in parts)


def _is_called(sentence: DirectorySentence, put: SaveEntry) -> bool:
    """Whether a business has a name of its own, written with a capital inside the sentence."""
    return str(put.name)[:1].isupper() and sentence.text.find(str(put.name)) > 0


def _described_businesses(
    sentence: DirectorySentence, found: re.Match[str], heads: frozenset[str] | None = None
) -> tuple[SaveEntry, ...] | None:
    """The businesses of a list, each understood, or None."""
    parts = split_businesses(with_names_behind(found["names"]), found.groupdict().get("count"))
    described = [describe_business(part, sentence.now, heads) for part in parts]
    sound = [put for put in described if put is not None]
    return with_distinct_keywords(sound) if sound and len(sound) == len(described) <= _MOST_TOGETHER else None


def _new_business(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "NEW_BUSINESS"):
        return read_new_business(
            found["rest"], sentence.now, marked=bool(found["mark"]), spoken=sentence.spoken
        )
    return None


def _rename(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "RENAMES"):
        kind = kind_named(found["kind"])
        whole = f"{found['old']}\0{found['new']}"
        for old, new in ((found["old"], found["new"]), *_other_splits(whole)):
            subject = find_subject(sentence.directory, kind, old)
            if subject is not None and clean_name(new):
                return RenameEntry(subject[0], subject[1].id or 0, new.strip(" «»\"'"))
        row = sentence.directory.find(MEMBER, found["old"]) if kind is None else None
        if row is not None and is_known_given_name(found["old"]):
            return RenameEntry(MEMBER, row.id or 0, nominative_name(found["new"]))
        if kind is not None and is_plausible_name(found["old"]):
            # Better to say that there is none than to call another thing so.
            return RenameEntry(kind, found["old"], found["new"])
    return None


def _other_splits(whole: str) -> Iterator[tuple[str, str]]:
    """The name itself may hold a preposition («Дом в саду»): the other places to part old from new."""
    old, new = whole.split("\0")
    for found in _SPLIT.finditer(new):
        yield f"{old} {found[0].strip()} {new[: found.start()]}", new[found.end() :]


def _archive(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "ARCHIVES"):
        kind = kind_named(found["kind"])
        subject = find_subject(sentence.directory, kind, found["name"])
        if subject is not None:
            return ArchiveEntry(subject[0], subject[1].id or 0)
        if kind is not None and is_plausible_name(found["name"]):
            return ArchiveEntry(kind, found["name"])
    for found in pattern_matches(sentence, "LEAVES"):
        row = sentence.directory.find(MEMBER, found["name"])
        if row is not None:
            return ArchiveEntry(MEMBER, row.id or 0)
    return None


def _restore(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "RESTORES"):
        subject = find_subject(sentence.directory, kind_named(found["kind"]), found["name"], archived=True)
        if subject is not None:
            return ArchiveEntry(subject[0], subject[1].id or 0, back=True)
    return None


def _keywords(sentence: DirectorySentence) -> DirectoryRequest | None:
    for found in pattern_matches(sentence, "KEYWORDS"):
        row: Entry | None = sentence.directory.find(BUSINESS, clean_name(found["name"]))
        said = _OR.sub(", ", found["words"])
        words = split_words(said, spoken=sentence.spoken)
        if row is not None and are_keywords(said) and names_no_time(sentence):
            return SaveEntry(BUSINESS, row.id or 0, EntryDetails(keywords=words), known=True)
    return None
