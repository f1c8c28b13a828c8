"""People: sentences that tell who somebody is: new in the team, their role, where they work, what else they are called."""

import re

from worker.features.directory.directory_changes import Details, Put, Show, Wish
from worker.features.directory.kinds import MEMBER
from worker.features.directory.name_checks import capital, split_words
from worker.features.directory.sentences.phrase_parts import (
    Person,
    is_given_name,
    is_name,
    is_outsider,
    known_firms,
    nominative,
    plain_role,
    told_of_person,
)
from worker.features.directory.sentences.sentence import Sentence, matches, timeless
from worker.understanding.bounded_pattern import bounded

_AS = re.compile(r"^as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_AS_INSIDE = bounded(r"\s+as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_OURS = frozenset({"our", "наш", "наша"})


def hired(sentence: Sentence) -> Wish | None:
    """ "We hired Lena as a fitter at Repair": with a role, or else it is news of a day."""
    for found in matches(sentence, "HIRED"):
        said = _AS.sub("", found["rest"].strip(" ,:—–-"))
        told = told_of_person(plain_role(said), sentence.rows)
        return (
            _about(sentence, nominative(found["name"]), told)
            if told.role or (told.firms and told.sound)
            else None
        )
    return None


def added(sentence: Sentence) -> Wish | None:
    """ "Add Dima", with nothing else: a given name, written as one."""
    for found in matches(sentence, "ADDED"):
        said = found["name"]
        if is_given_name(said.split()[0]) and is_name(said, spoken=sentence.spoken):
            return Put(MEMBER, capital(nominative(said)))
    return None


def who(sentence: Sentence) -> Wish | None:
    """ "Who is Dima?": of somebody in the team; everybody else is a question about tasks."""
    for found in matches(sentence, "WHO"):
        row = sentence.rows.find(MEMBER, found["name"])
        return Show(MEMBER, row.id or 0) if row is not None else None
    return None


def new_member(sentence: Sentence) -> Wish | None:
    """ "New employee Lena, fitter", "Dima joined the team": without a day, which would make it news."""
    for pattern in ("NEW_MEMBER", "JOINS", "JOINED"):
        for found in matches(sentence, pattern):
            groups = found.groupdict()
            name = nominative(groups["name"] or groups["name_"])
            if not is_name(name, spoken=sentence.spoken) or not timeless(sentence):
                return None
            told = told_of_person(found["rest"].strip(" ,:—–-"), sentence.rows)
            return Put(MEMBER, capital(name), told.details()) if told.sound else None
    return None


def works(sentence: Sentence) -> Wish | None:
    """ "Dima works for Repair, he is the fitter": the business must be one we know."""
    for found in matches(sentence, "WORKS"):
        first, _, more = found["rest"].partition(",")
        first, role = _without_role(first)
        firms = known_firms(first, sentence.rows)
        if not firms:
            return None
        told = told_of_person(more or role, sentence.rows)
        told.firms = [*firms, *told.firms]
        return _about(sentence, found["name"], told)
    return None


def _without_role(said: str) -> tuple[str, str]:
    """ "Repair as a fitter", «Ремонте слесарем»: the business, and the role that stands behind it."""
    place, _, role = _AS_INSIDE.sub("\0", said, count=1).partition("\0")
    if role:
        return place, role
    *firm, last = said.split()
    return (" ".join(firm), plain_role(last)) if firm and plain_role(last) != last else (said, "")


def role_of(sentence: Sentence) -> Wish | None:
    """ "Olya is our accountant": of somebody we know, of somebody new in a business we know, or who is said to be ours."""
    for found in matches(sentence, "ROLES"):
        told = told_of_person(plain_role(found["rest"]), sentence.rows)
        row = sentence.rows.find(MEMBER, found["name"])
        return _about(sentence, found["name"], told) if row is not None and told.role else None
    for found in matches(sentence, "IS_ROLE"):
        told = told_of_person(found["rest"], sentence.rows)
        if not told.role:
            return None
        known = sentence.rows.find(MEMBER, found["name"]) is not None
        ours = found["article"] in _OURS and not is_outsider(told.role)
        return _about(sentence, found["name"], told) if known or told.firms or ours else None
    return None


def _about(sentence: Sentence, said: str, told: Person) -> Wish | None:
    if not told.sound or not timeless(sentence):
        return None
    row = sentence.rows.find(MEMBER, said)
    if row is not None:
        return Put(MEMBER, row.id or 0, told.details())
    named = is_name(said, spoken=sentence.spoken) and all(map(is_given_name, said.split()[:1]))
    return Put(MEMBER, capital(said), told.details()) if named else None


def nickname(sentence: Sentence) -> Wish | None:
    """ "We call Dima Dimon", of somebody in the team."""
    for found in matches(sentence, "NICKNAMES"):
        row = sentence.rows.find(MEMBER, found["name"])
        names = split_words(found["nick"])
        if row is not None and names and all(len(name.split()) <= 2 for name in names):
            return Put(MEMBER, row.id or 0, Details(aliases=tuple(map(capital, names))), known=True)
    return None
