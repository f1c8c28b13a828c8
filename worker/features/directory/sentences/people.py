"""Sentences about people: new members, their role, where they work, their nicknames."""

import re

from worker.features.directory.entries import MEMBER
from worker.features.directory.name_checks import capitalise_name, split_words
from worker.features.directory.requests import (
    DirectoryRequest,
    EntryDetails,
    SaveEntries,
    SaveEntry,
    ShowEntry,
)
from worker.features.directory.sentences.phrase_parts import (
    PersonDescription,
    describe_person,
    find_known_businesses,
    is_known_given_name,
    is_name,
    is_outsider,
    is_person_name,
    is_role,
    nominative_role,
)
from worker.features.directory.sentences.sentence import DirectorySentence, names_no_time, pattern_matches
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.morphology import nominative_name

_AS = re.compile(r"^as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_AS_INSIDE = bounded(r"\s+as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_NAMES = bounded(r"\s*,\s*(?:(?:and|и)\s+)?|\s+(?:and|и)\s+", re.IGNORECASE)
# Say of a newcomer nothing but that there is one.
_ANYBODY = frozenset(
    {
        "guy",
        "girl",
        "lad",
        "bloke",
        "man",
        "woman",
        "person",
        "one",
        "starter",
        "face",
        "парень",
        "девушка",
        "человек",
    }
)
_OURS = frozenset({"our", "my", "наш", "наша", "мой", "моя"})


def read_hired(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "We hired Lena as a fitter at Repair": with a role, or else it is news of a day."""
    for found in pattern_matches(sentence, "HIRED"):
        said = _AS.sub("", found["rest"].strip(" ,:—–-"))
        described = describe_person(nominative_role(said), sentence.directory)
        return (
            _save_person(sentence, nominative_name(found["name"]), described)
            if described.role or (described.firms and described.sound)
            else None
        )
    return None


def read_added(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Add Dima", "add Dima and Olga", with nothing else: given names, written as such."""
    for found in pattern_matches(sentence, "ADDED"):
        names = [said for said in _NAMES.split(found["names"]) if said]
        if all(is_known_given_name(n.split()[0]) and is_name(n, spoken=sentence.spoken) for n in names):
            puts = tuple(SaveEntry(MEMBER, capitalise_name(nominative_name(name))) for name in names)
            return puts[0] if len(puts) == 1 else SaveEntries(puts)
    return None


def read_who(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Who is Dima?": of somebody in the team; everybody else is a question about tasks."""
    for found in pattern_matches(sentence, "WHO"):
        row = sentence.directory.find(MEMBER, found["name"])
        return ShowEntry(MEMBER, row.id or 0) if row is not None else None
    return None


def read_new_member(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "New employee Lena, fitter", "Dima joined the team": without a day, which would make it news."""
    for pattern in ("NEW_MEMBER", "JOINS", "JOINED"):
        for found in pattern_matches(sentence, pattern):
            groups = found.groupdict()
            name = nominative_name(groups["name"] or groups["name_"])
            if not is_name(name, spoken=sentence.spoken) or not names_no_time(sentence):
                return None
            described = describe_person(found["rest"].strip(" ,:—–-"), sentence.directory)
            return SaveEntry(MEMBER, capitalise_name(name), described.details()) if described.sound else None
    return None


def read_new_in_role(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "We have a new mechanic at Repair, Callum", «у нас новый бариста Рустам»: without a day, which would make it news."""
    for found in pattern_matches(sentence, "NEW_IN_ROLE"):
        name, firm, role = nominative_name(found["name"]), found["firm"], found["role"].lower()
        firms = find_known_businesses(firm, sentence.directory) if firm else []
        known_role = role in _ANYBODY or (is_role(role) and not is_outsider(role))
        if not known_role or (firm and not firms) or not is_person_name(name) or not names_no_time(sentence):
            return None
        described = describe_person(found["rest"].strip(" ,:—–-"), sentence.directory)
        described.firms = [*firms, *described.firms]
        described.role = described.role or (None if role in _ANYBODY else role)
        return SaveEntry(MEMBER, capitalise_name(name), described.details()) if described.sound else None
    return None


def read_works(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Dima works for Repair, he is the fitter": the business must be one we know."""
    for found in pattern_matches(sentence, "WORKS"):
        first, _, more = found["rest"].partition(",")
        first, role = _without_role(first)
        firms = find_known_businesses(first, sentence.directory)
        if not firms:
            return None
        described = describe_person(more or role, sentence.directory)
        described.firms = [*firms, *described.firms]
        return _save_person(sentence, found["name"], described)
    return None


def _without_role(said: str) -> tuple[str, str]:
    """ "Repair as a fitter", «Ремонте слесарем»: the business, and the role that stands behind it."""
    place, _, role = _AS_INSIDE.sub("\0", said, count=1).partition("\0")
    if role:
        return place, role
    *firm, last = said.split()
    return (" ".join(firm), nominative_role(last)) if firm and nominative_role(last) != last else (said, "")


def read_role(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Olya is our accountant": of somebody we know, of somebody new in a business we know, or who is said to be ours."""
    for found in pattern_matches(sentence, "ROLES"):
        described = describe_person(nominative_role(found["rest"]), sentence.directory)
        row = sentence.directory.find(MEMBER, found["name"])
        return (
            _save_person(sentence, found["name"], described) if row is not None and described.role else None
        )
    for found in pattern_matches(sentence, "IS_ROLE"):
        described = describe_person(found["rest"], sentence.directory)
        if not described.role:
            return None
        known = sentence.directory.find(MEMBER, found["name"]) is not None
        ours = found["article"] in _OURS and not is_outsider(described.role)
        return _save_person(sentence, found["name"], described) if known or described.firms or ours else None
    return None


def _save_person(
    sentence: DirectorySentence, said: str, described: PersonDescription
) -> DirectoryRequest | None:
    if not described.sound or not names_no_time(sentence):
        return None
    row = sentence.directory.find(MEMBER, said)
    if row is not None:
        return SaveEntry(MEMBER, row.id or 0, described.details())
    named = is_name(said, spoken=sentence.spoken) and is_person_name(said)
    return SaveEntry(MEMBER, capitalise_name(said), described.details()) if named else None


def read_nickname(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "We call Dima Dimon", of somebody in the team."""
    for found in pattern_matches(sentence, "NICKNAMES"):
        row = sentence.directory.find(MEMBER, found["name"])
        names = split_words(found["nick"])
        if row is not None and names and all(len(name.split()) <= 2 for name in names):
            return SaveEntry(
                MEMBER, row.id or 0, EntryDetails(aliases=tuple(map(capitalise_name, names))), known=True
            )
    return None
