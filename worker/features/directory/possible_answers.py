"""Whether a message can be the answer to a question about a name, or is plainly something else."""

import datetime as dt
import re

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
