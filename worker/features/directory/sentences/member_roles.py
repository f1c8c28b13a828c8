"""Sentences about what a member may do: "make Dima a manager of Repair", «Оля пусть только смотрит»."""

import re
from collections.abc import Iterator

from worker.features.directory.entries import MEMBER, Entry
from worker.features.directory.queries import Directory
from worker.features.directory.requests import MemberRole, SetRole
from worker.features.directory.sentences.phrase_parts import (
    find_known_businesses,
    is_known_given_name,
    is_person_name,
    listed_names,
)
from worker.features.directory.sentences.sentence import DirectorySentence, names_no_time, pattern_matches
from worker.features.directory.sentences.subjects import is_plausible_name
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.morphology import is_cyrillic, nominative_name

_PATTERNS: tuple[tuple[str, MemberRole], ...] = (
    ("PLAIN_MEMBERS", "member"),
    ("MANAGERS", "manager"),
    ("VIEWERS", "viewer"),
)
_BEFORE_FIRM = bounded(
    r"^(?:(?:at|in|of|for|to|over|on|the|tasks|в|во|на|по|для|бизнес\w*|задачи|задачах)\s+)+", re.IGNORECASE
)


# Words that name a right and little else: behind them stands a business, known or not. Membership of and access to things
# that are no businesses are ordinary tasks.
_NAMED_RIGHT = bounded(
    r"\b(?:managers?|in\s+charge|viewer|observer|менеджер\w*|управляющ\w*|наблюдател\w*|зрител\w*)\b",
    re.IGNORECASE,
)
_APPOINTED = re.compile(
    r"(?:make|appoint|promote|demote|сделай(?:те)?|назначь(?:те)?|поставь(?:те)?|понизь(?:те)?)\s",
    re.IGNORECASE,
)
_ARTICLE = bounded(r"(?:an?|the|my|our|his|her|this|that)\s", re.IGNORECASE)
_MOST_WORDS = 2


def read_member_role(sentence: DirectorySentence) -> SetRole | None:
    """Of somebody on the team, in businesses that are known; "manager" of anything else is what somebody does."""
    for found, role in _roles_said(sentence):
        row, said = _person_said(found, sentence.directory), _firm_said(found)
        firms = find_known_businesses(said, sentence.directory) if said else []
        if row is not None and bool(firms) == bool(said) and names_no_time(sentence):
            return SetRole(row.id or 0, role, tuple(firm.id or 0 for firm in firms))
    return None


def read_role_of_unknown(sentence: DirectorySentence) -> SetRole | None:
    """A right that is named, of somebody or in a business that there is not: the request holds the names as they were
    said, to be answered that there are none."""
    if not _NAMED_RIGHT.search(sentence.text) or not names_no_time(sentence):
        return None
    for found, role in _roles_said(sentence):
        name, said = found["name"], _firm_said(found)
        row, firms = (
            _person_said(found, sentence.directory),
            find_known_businesses(said, sentence.directory),
        )
        unknown = [] if firms else _unknown_of(said, sentence.directory)
        if row is not None and unknown and all(_is_business_name(found, each) for each in unknown):
            return SetRole(row.id or 0, role, tuple(unknown))
        appointed = _APPOINTED.match(found[0]) is not None and _is_business_name(found, said)
        if said and row is None and (firms or appointed) and _is_persons_name(name):
            known = tuple(firm.id or 0 for firm in firms)
            return SetRole(nominative_name(name), role, known or (said,))
    return None


def _unknown_of(said: str, directory: Directory) -> list[str]:
    """Of the businesses that are named those that there are not."""
    return [each for each in listed_names(said) if not find_known_businesses(each, directory)]


def _is_persons_name(said: str) -> bool:
    return is_plausible_name(said) and is_person_name(said)


def _roles_said(sentence: DirectorySentence) -> Iterator[tuple[re.Match[str], MemberRole]]:
    for pattern, role in _PATTERNS:
        for found in pattern_matches(sentence, pattern):
            yield found, role


def _person_said(found: re.Match[str], directory: Directory) -> Entry | None:
    """Also of a name in the other alphabet, «Диму» of Dima, which only its first form is alike to."""
    return directory.find(MEMBER, found["name"]) or directory.find(MEMBER, nominative_name(found["name"]))


def _firm_said(found: re.Match[str]) -> str:
    return _BEFORE_FIRM.sub("", (found.groupdict().get("firm") or "").strip())


def _is_business_name(found: re.Match[str], said: str) -> bool:
    """Whether these words can name a business: with capitals and nobody's name, or one or two without an article behind
    "make Dima a manager of"."""
    if is_plausible_name(said):
        return not is_known_given_name(said.split(maxsplit=1)[0])
    behind = str(found["firm"]).split(maxsplit=1)[-1]
    few = len(said.split()) <= _MOST_WORDS and not _ARTICLE.match(behind) and not is_cyrillic(said)
    return bool(said) and few and _APPOINTED.match(found[0]) is not None
