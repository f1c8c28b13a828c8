"""Reading: a message that is, as a whole, a sentence about the world becomes a wish; every other message is left alone."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from worker.conversation.world.kinds import BUSINESS, MEMBER, PROJECT, Row
from worker.conversation.world.naming import capital, clean, split_words
from worker.conversation.world.plain import patterns_en, patterns_ru
from worker.conversation.world.plain.descriptions import apart, described, parted
from worker.conversation.world.plain.pieces import (
    Person,
    is_given_name,
    is_name,
    is_outsider,
    known_firms,
    nominative,
    plain_role,
    told_of_person,
)
from worker.conversation.world.plain.subjects import (
    kind_named,
    meant,
    names_one,
    new_business,
    speaks_of_time,
)
from worker.conversation.world.plain.trades import ACTIVITIES, PLACES
from worker.conversation.world.rows import Rows
from worker.conversation.world.wishes import Archive, Details, Listing, Put, Rename, Show, Together, Wish
from worker.understanding.rules.intents import is_hostile
from worker.understanding.rules.morphology import is_cyrillic
from worker.understanding.rules.tokens import lowered, normalise

_LONGEST = 240
_MOST_TOGETHER = 10
_AS = re.compile(r"^as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_AS_INSIDE = re.compile(r"\s+as\s+(?:an?\s+|the\s+|our\s+)?", re.IGNORECASE)
_OURS = frozenset({"our", "наш", "наша"})
_SPLIT = re.compile(r"\s+(?:to|into|as|в|на)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message, the world it is said in, and when; `spoken` marks a transcript, where capitals say nothing."""

    text: str
    rows: Rows
    now: dt.datetime
    spoken: bool

    @property
    def language(self) -> ModuleType:
        """The sentences of the message's language."""
        return patterns_ru if is_cyrillic(self.text) else patterns_en


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
        _who,
        _several,
        _new_business,
        _trades,
        _new_member,
        _hired,
        _rename,
        _archive,
        _restore,
        _keywords,
        _nickname,
        _works,
        _role,
    )
    return next((wish for reader in readers if (wish := reader(opened)) is not None), None)


def _listing(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "LISTS"):
        kind = kind_named(found["kinds"].replace("businesses", "business").replace("companies", "company"))
        return Listing(kind) if kind else None
    return None


def _of_firm(sentence: Sentence) -> Wish | None:
    """ "Who works at Repair?": the list, which tells where each belongs."""
    for found in _matches(sentence, "OF_FIRM"):
        if known_firms(found["firm"], sentence.rows):
            return Listing(MEMBER if found["people"] else PROJECT)
    return None


def _several(sentence: Sentence) -> Wish | None:
    """ "My businesses are Repair and Trade", "I have two businesses: a dental lab and a repair shop"."""
    for found in _matches(sentence, "SEVERAL"):
        told = _told_firms(sentence, found)
        if told is None or len(told) < 2:
            return None
        return Together(told)
    return None


def _trades(sentence: Sentence) -> Wish | None:
    """ "We also opened a café", «у меня есть пекарня и магазин»: what they are says that they are businesses."""
    ways = (("NAMED_TRADES", 1, PLACES | ACTIVITIES), ("TRADES", 1, PLACES), ("TRADES_TOGETHER", 2, PLACES))
    for pattern, least, heads in ways:
        for found in _matches(sentence, pattern):
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


def _hired(sentence: Sentence) -> Wish | None:
    """ "We hired Lena as a fitter at Repair": with a role, or else it is news of a day."""
    for found in _matches(sentence, "HIRED"):
        said = _AS.sub("", found["rest"].strip(" ,:—–-"))
        told = told_of_person(plain_role(said), sentence.rows)
        return _about(sentence, nominative(found["name"]), told) if told.role else None
    return None


def _who(sentence: Sentence) -> Wish | None:
    """ "Who is Dima?": of somebody in the team; everybody else is a question about tasks."""
    for found in _matches(sentence, "WHO"):
        row = sentence.rows.find(MEMBER, found["name"])
        return Show(MEMBER, row.id or 0) if row is not None else None
    return None


def _new_business(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "NEW_BUSINESS"):
        return new_business(found["rest"], sentence.now, marked=bool(found["mark"]), spoken=sentence.spoken)
    return None


def _new_member(sentence: Sentence) -> Wish | None:
    for pattern in ("NEW_MEMBER", "JOINS", "JOINED"):
        for found in _matches(sentence, pattern):
            groups = found.groupdict()
            name = nominative(groups["name"] or groups["name_"])
            if not is_name(name, spoken=sentence.spoken) or not _timeless(sentence):
                return None
            told = told_of_person(found["rest"].strip(" ,:—–-"), sentence.rows)
            return Put(MEMBER, capital(name), told.details()) if told.sound else None
    return None


def _works(sentence: Sentence) -> Wish | None:
    """ "Dima works for Repair, he is the fitter": the business must be one we know."""
    for found in _matches(sentence, "WORKS"):
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


def _role(sentence: Sentence) -> Wish | None:
    """ "Olya is our accountant": of somebody we know, of somebody new in a business we know, or who is said to be ours."""
    for found in _matches(sentence, "ROLES"):
        told = told_of_person(plain_role(found["rest"]), sentence.rows)
        row = sentence.rows.find(MEMBER, found["name"])
        return _about(sentence, found["name"], told) if row is not None and told.role else None
    for found in _matches(sentence, "IS_ROLE"):
        told = told_of_person(found["rest"], sentence.rows)
        if not told.role:
            return None
        known = sentence.rows.find(MEMBER, found["name"]) is not None
        ours = found["article"] in _OURS and not is_outsider(told.role)
        return _about(sentence, found["name"], told) if known or told.firms or ours else None
    return None


def _about(sentence: Sentence, said: str, told: Person) -> Wish | None:
    if not told.sound or not _timeless(sentence):
        return None
    row = sentence.rows.find(MEMBER, said)
    if row is not None:
        return Put(MEMBER, row.id or 0, told.details())
    named = is_name(said, spoken=sentence.spoken) and all(map(is_given_name, said.split()[:1]))
    return Put(MEMBER, capital(said), told.details()) if named else None


def _nickname(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "NICKNAMES"):
        row = sentence.rows.find(MEMBER, found["name"])
        names = split_words(found["nick"])
        if row is not None and names and all(len(name.split()) <= 2 for name in names):
            return Put(MEMBER, row.id or 0, Details(aliases=tuple(map(capital, names))), known=True)
    return None


def _rename(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "RENAMES"):
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
    for found in _matches(sentence, "ARCHIVES"):
        kind = kind_named(found["kind"])
        subject = meant(sentence.rows, kind, found["name"])
        if subject is not None:
            return Archive(subject[0], subject[1].id or 0)
        if kind is not None and names_one(found["name"]):
            return Archive(kind, found["name"])
    for found in _matches(sentence, "LEAVES"):
        row = sentence.rows.find(MEMBER, found["name"])
        if row is not None:
            return Archive(MEMBER, row.id or 0)
    return None


def _restore(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "RESTORES"):
        subject = meant(sentence.rows, kind_named(found["kind"]), found["name"], archived=True)
        if subject is not None:
            return Archive(subject[0], subject[1].id or 0, back=True)
    return None


def _keywords(sentence: Sentence) -> Wish | None:
    for found in _matches(sentence, "KEYWORDS"):
        row: Row | None = sentence.rows.find(BUSINESS, clean(found["name"]))
        words = split_words(found["words"], spoken=sentence.spoken)
        if row is not None and words and all(len(word.split()) <= 3 for word in words):
            return Put(BUSINESS, row.id or 0, Details(keywords=words), known=True)
    return None


def _matches(sentence: Sentence, name: str) -> Iterator[re.Match[str]]:
    patterns: re.Pattern[str] | tuple[re.Pattern[str], ...] = getattr(sentence.language, name)
    for pattern in patterns if isinstance(patterns, tuple) else (patterns,):
        found = pattern.match(sentence.text)
        if found:
            yield found


def _timeless(sentence: Sentence) -> bool:
    """A sentence with a day or a time in it is something to do, or news of a day: not how the world is."""
    return not speaks_of_time(sentence.text, sentence.now)
