"""Which entry a sentence is about, and whether a name may be taken for a new one."""

import datetime as dt
import re

from worker.features.directory.entries import BUSINESS, KINDS, MEMBER, PROJECT, Entry, EntryKind
from worker.features.directory.name_checks import (
    capitalise_name,
    clean_name,
    fold_name,
    split_emoji,
    split_words,
)
from worker.features.directory.queries import Directory
from worker.features.directory.requests import EntryDetails, SaveEntry
from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.local.morphology import has_form
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_QUOTED = re.compile(r"^[«\"“„'](?P<name>[^«»\"“”„]{1,80})[»\"”“'](?P<rest>.*)$", re.DOTALL)
_KEYWORDS = bounded(
    r"[\s,;.:(—–-]+(?:(?:with|and)\s+)?(?:the\s+)?(?:key\s?words?(?:\s+are)?|ключевые(?:\s+слова)?|ключевики|слова)\s*[:—–-]?\s*(?P<words>[^)]+)\)?$",
    re.IGNORECASE,
)
# "New business cards" is no business called Cards.
_THINGS = listed("""account accounts address attire bank breakfast call card cards case centre center class contact contacts credit
    day deal development dinner email expense expenses flyer flyers hours idea ideas insurance letter licence license loan lunch mail
    meeting model number offer opportunity outfit partner partners permit phone plan plans process processes proposal proposals
    record records registration report reports review rules school season strategy suit suits tax taxes ticket trip trips
    vehicle visa website year
    визитки карточки карты ланч обед план планы процесс процессы завтрак счет тренинг встреча поездка идея идеи модель партнер""")
_KIND_WORDS = (
    (BUSINESS, re.compile(r"^(?:business|company|firm|бизнес\w*|фирм\w*|компани\w*)$", re.IGNORECASE)),
    (PROJECT, re.compile(r"^(?:projects?|проект\w*)$", re.IGNORECASE)),
    (
        MEMBER,
        re.compile(
            r"^(?:members?|employees?|colleagues?|team|staff|people|сотрудни\w*|работни\w*|коллег\w*|команд\w*|люд\w*)$",
            re.IGNORECASE,
        ),
    ),
)
_DETERMINERS = frozenset(
    {"a", "an", "the", "my", "our", "this", "that", "to", "what", "мой", "наш", "этот", "эта", "то"}
)
_LONGEST_NAME = 4
_LONGEST_KEYWORD = 3
# Words behind a name, after a colon or in brackets.
_LISTED = bounded(r"(?:\s*[:：]\s*|\s+(?=\())\(?(?P<words>[^():]+)\)?$")


def kind_named(word: str | None) -> EntryKind | None:
    """The kind a word names ("project", «сотрудников»); None for every other word."""
    return next((kind for kind, pattern in _KIND_WORDS if word and pattern.match(word)), None)


def find_subject(
    directory: Directory, kind: EntryKind | None, said: str, *, archived: bool = False
) -> tuple[EntryKind, Entry] | None:
    """The row that is spoken of. Without a kind only a name said exactly, and only when it is of one kind alone."""
    name = clean_name(said)
    if kind is not None:
        row = directory.find(kind, name, archived=archived)
        return None if row is None else (kind, row)
    found = [(each, row) for each in KINDS if (row := directory.exactly(each, name)) is not None]
    fitting = [(each, row) for each, row in found if (row.archived_at is not None) == archived]
    return fitting[0] if len(found) == len(fitting) == 1 else None


def read_new_business(rest: str, now: dt.datetime, *, marked: bool, spoken: bool) -> SaveEntry | None:
    """ "Bakery, keywords bread, cake" as a new business; None when it is rather a thing to be done."""
    emoji, rest = split_emoji(rest.strip())
    quoted = _QUOTED.match(rest)
    if quoted:
        name, tail = quoted["name"], quoted["rest"]
    else:
        found = _KEYWORDS.search(rest) or _LISTED.search(rest)
        name, tail = (rest[: found.start()], rest[found.start() :]) if found else (rest, "")
    words = (_KEYWORDS.match(" " + tail) or _LISTED.match(tail)) if tail.strip(" .!") else None
    if tail.strip(" .!") and (words is None or not are_keywords(words["words"])):
        return None
    sure = marked or bool(quoted) or (words is not None and words.re is _KEYWORDS)
    if not is_new_name(name, now, sure=sure, spoken=spoken):
        return None
    keywords = split_words(words["words"], spoken=spoken) if words else ()
    return SaveEntry(
        BUSINESS, capitalise_name(clean_name(name)), EntryDetails(emoji=emoji, keywords=keywords)
    )


def is_plausible_name(said: str) -> bool:
    """Whether words name one of ours rather than tell of a thing: quoted, or few and with a capital."""
    name = said.strip()
    words = name.split()
    return bool(_QUOTED.match(name)) or (
        0 < len(words) <= _LONGEST_NAME and all(word[0].isupper() for word in words)
    )


def are_keywords(said: str) -> bool:
    """Whether a list holds keywords and not things to be done: short entries, none of which begins with a verb or with
    an article, which tells of one thing."""
    entries = [entry.split() for entry in split_words(said)]
    return bool(entries) and all(
        len(entry) <= _LONGEST_KEYWORD
        and not (len(entry) > 1 and entry[0] in VERBS)
        and entry[0].lower() not in _DETERMINERS
        and not any(has_form(word, "INFN") for word in entry)
        for entry in entries
    )


def is_new_name(name: str, now: dt.datetime, *, sure: bool, spoken: bool) -> bool:
    """Whether words can be a new name: few, without a comma or a day, and capital unless something else makes it sure."""
    kept = clean_name(name)
    words = kept.split()
    if not 1 <= len(words) <= _LONGEST_NAME or re.search(r"[,;:.!?]", name.strip(" .!")):
        return False
    if speaks_of_time(kept, now):
        return False
    if sure:
        return True
    return not spoken and words[0][0].isupper() and fold_name(words[0]) not in _THINGS


def speaks_of_time(text: str, now: dt.datetime) -> bool:
    """Whether a day or a time is named: then something is to be done, and it is a task."""
    return bool(find_mentions(text, now, detect_language(text)))
