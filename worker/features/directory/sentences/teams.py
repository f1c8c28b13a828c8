"""Sentences that name several people at once: "My team: Josh, Maria and Lucy", «Дима — столяр, Лена — бариста»."""

import re

from worker.features.directory.entries import MEMBER
from worker.features.directory.name_checks import capitalise_name, clean_role
from worker.features.directory.requests import DirectoryRequest, EntryDetails, SaveEntries, SaveEntry
from worker.features.directory.sentences.phrase_parts import (
    find_known_businesses,
    is_known_given_name,
    is_name,
    is_outsider,
    is_person_name,
    is_role,
)
from worker.features.directory.sentences.sentence import DirectorySentence, names_no_time, pattern_matches
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.morphology import nominative_name
from worker.understanding.local.words.english_verbs import VERBS

_PARTS = bounded(r"\s*[,;]\s*(?:(?:and|и)\s+)?|\s+(?:and|и|&)\s+", re.IGNORECASE)
_WITH_ROLE = bounded(
    r"(?P<name>[^():—–]+?)(?:\s*\((?P<inside>[^()]+)\)|(?:\s+[—–-]\s+|\s*:\s*|\s+(?:is|as)\s+)(?:the\s+|our\s+|an?\s+|my\s+|наш\w*\s+)?(?P<role>.+))",
    re.IGNORECASE,
)
# «Дима столяр»: a role right behind the name.
_ROLE_BEHIND = bounded(r"(?P<name>[А-ЯЁ][а-яё]+)\s+(?P<role>[а-яё].+)(?P<inside>(?!))?")
_AT_FIRM = re.compile(r"^(?:at|in|for|в|во|на)\s+", re.IGNORECASE)
_MOST = 10
_PRONOUNS = frozenset(
    {"he", "she", "they", "we", "it", "who", "everybody", "он", "она", "они", "мы", "кто", "все"}
)


def read_team(sentence: DirectorySentence) -> DirectoryRequest | None:
    """Several people in one sentence that says they are ours, where they work, or what each of them does."""
    if not names_no_time(sentence):
        return None
    for found in pattern_matches(sentence, "TEAMS"):
        said_firm = found.groupdict().get("firm")
        firms = find_known_businesses(said_firm, sentence.directory) if said_firm else []
        if said_firm and not firms:
            return None
        people = _people(
            sentence, found["names"], EntryDetails(businesses=tuple(firm.id or 0 for firm in firms))
        )
        if found.groupdict().get("loose") is None or _are_persons(people):
            return people
    return _by_roles(sentence)


def _by_roles(sentence: DirectorySentence) -> DirectoryRequest | None:
    """ "Josh is the mechanic, Maria is the cook": two at least, each a person by name with a role."""
    parts = _PARTS.split(sentence.text.strip())
    if not 2 <= len(parts) <= _MOST or not all(_with_role(part) for part in parts):
        return None
    people = _people(sentence, sentence.text, EntryDetails())
    return people if isinstance(people, SaveEntries) and _are_persons(people) else None


def _are_persons(people: DirectoryRequest | None) -> bool:
    """Whether all of them are known already or have a person's name."""
    puts = people.entries if isinstance(people, SaveEntries) else (people,)
    return all(
        isinstance(put, SaveEntry) and (isinstance(put.name, int) or is_person_name(put.name)) for put in puts
    )


def _with_role(said: str) -> re.Match[str] | None:
    """A name and what that person does."""
    return _WITH_ROLE.fullmatch(said.strip()) or _ROLE_BEHIND.fullmatch(said.strip())


def _people(sentence: DirectorySentence, said: str, details: EntryDetails) -> DirectoryRequest | None:
    parts = [name for part in _PARTS.split(said) if part.strip() for name in _names_apart(part.strip())]
    heard = not details.businesses and any(is_known_given_name(part) for part in parts)
    puts = [_person(sentence, part, details, spoken=heard) for part in parts]
    sound = [put for put in puts if put is not None]
    if not sound or len(sound) < len(puts) or len(puts) > _MOST:
        return None
    return sound[0] if len(sound) == 1 else SaveEntries(tuple(sound))


def _names_apart(said: str) -> list[str]:
    """«Олег Дима» are two: given names that nothing separates."""
    words = said.split()
    return words if all(word.istitle() and is_known_given_name(word) for word in words) else [said]


def _person(
    sentence: DirectorySentence, said: str, details: EntryDetails, *, spoken: bool
) -> SaveEntry | None:
    """One of them; `spoken` when a name may be written small, beside another that we know."""
    found = _with_role(said)
    name, role = (found["name"].strip(), found["inside"] or found["role"]) if found else (said, None)
    find = sentence.directory.find
    known = find(MEMBER, name) or find(MEMBER, nominative_name(name))
    small = spoken and name.isalpha() and name.lower() not in VERBS | _PRONOUNS
    if known is None and not small and not is_name(name, spoken=sentence.spoken):
        return None
    written = found is not None and found["inside"] is not None
    # "Lucy (Spoke)": where she works, which is no role.
    firms = find_known_businesses(_AT_FIRM.sub("", role), sentence.directory) if written and role else []
    if firms:
        role, details = None, EntryDetails(businesses=tuple(firm.id or 0 for firm in firms))
    if role is not None and ((not written and not is_role(role)) or is_outsider(role)):
        return None
    told = EntryDetails(role=clean_role(role) if role else None, businesses=details.businesses)
    return SaveEntry(
        MEMBER, known.id or 0 if known is not None else capitalise_name(nominative_name(name)), told
    )
