"""Whether a message can be the answer to a question about a name or about several, or is plainly something else."""

import datetime as dt
import re

from worker.features.directory.name_checks import clean_name
from worker.features.directory.sentences.trades import ACTIVITIES, PLACES
from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import KnownTask
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.local.open_tasks import begins_with_verb

_LONGEST_NAME = 40
_LONGEST_LIST = 160
_MOST_WORDS = 5
_REFUSAL = re.compile(
    r"(?:no|nope|never\s*mind|cancel|forget\s+it|later|not\s+now|skip|nothing|ok(?:ay)?|thanks?|yes|hi|hello|нет|не\s+надо|отмена|отмени|потом|позже|забудь|ничего|ок|ага|да|спасибо|привет)[\s.!]*",
    re.IGNORECASE,
)
# "new" takes words and details after a colon, lists are separated by commas.
_LISTS = ("new", "words", "nick", "role")


def can_be_answer(verb: str, text: str, now: dt.datetime) -> bool:
    """Whether a text can answer the question of that verb (`questions._TEXTS`). `now` is in the chat's zone."""
    said = text.strip()
    if not said or "?" in said or said.startswith("/") or "\n" in said or _REFUSAL.fullmatch(said):
        return False
    head = re.split(r"[:,]", said, maxsplit=1)[0]
    long = len(said) > (_LONGEST_LIST if verb in _LISTS else _LONGEST_NAME) or len(head.split()) > _MOST_WORDS
    return not (long or _names_a_time(said, now) or _is_order(head))


def _is_order(head: str) -> bool:
    """ "buy milk" is a task; "Paint Shop" is a name, as its capitals say."""
    words = head.split()
    small = any(word[:1].islower() for word in words[1:])
    return small and begins_with_verb(KnownTask("", head)) is not None


def _names_a_time(said: str, now: dt.datetime) -> bool:
    """A name may be "Friday" or "April"; a sentence that has a time besides other words is no name."""
    mentions = find_mentions(said, now, detect_language(said))
    return any(
        mention.kind in {"moment", "recurrence", "shift"} and mention.end - mention.start < len(said)
        for mention in mentions
    )


_MOST_NAMES, _MOST_NAME_WORDS, _LONGEST_LIST_OF_NAMES = 12, 3, 240
_ARTICLE = re.compile(r"^(?:an?|the|my|our|мой|моя|мо[её]|наш|наша)\s+", re.IGNORECASE)
_APART = bounded(r"\s*[,;\n]\s*(?:and\s+|и\s+)?|\s+(?:and|и)\s+", re.IGNORECASE)
# "Dima - fitter", "Olga (books)", "Max: driver".
_NAME_AND_ROLE = bounded(r"(?P<name>[^():]+?)\s*(?:\s[-–—]\s+|:\s*|\()(?P<role>[^()]+?)\)?")


def names_only(text: str, now: dt.datetime) -> tuple[tuple[str, str], ...]:
    """Names with what is said beside each ("" for nothing), of a text that holds nothing else; empty for every other text.

    `now` is in the chat's zone.
    """
    said = text.strip().strip(".!")
    if (
        not said
        or len(said) > _LONGEST_LIST_OF_NAMES
        or re.search(r"[?\d/@]", said)
        or _REFUSAL.fullmatch(said)
    ):
        return ()
    if find_mentions(said, now, detect_language(said)):
        return ()
    found = []
    for part in _APART.split(said):
        beside = _NAME_AND_ROLE.fullmatch(_ARTICLE.sub("", part.strip()))
        name = clean_name(beside["name"] if beside else _ARTICLE.sub("", part.strip()))
        if not name or len(name.split()) > _MOST_NAME_WORDS or not _is_name(name):
            return ()
        found.append((name, beside["role"] if beside else ""))
    return tuple(found) if len(found) <= _MOST_NAMES else ()


def _is_name(name: str) -> bool:
    """ "Repair" and "Paint Shop" are names; "Call Bob" and "buy milk" are things to do."""
    words = name.split()
    if len(words) == 1 or begins_with_verb(KnownTask("", name)) is None:
        return True
    capitals = all(word[:1].isupper() for word in words)
    return capitals and words[-1].casefold() in PLACES | ACTIVITIES
