"""Work handed on: "Tom can't do the shelves, give them to Lucy" is work of Lucy's, an open task or a new one."""

import re
from collections.abc import Callable
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Message, Reading
from worker.understanding.intents import CreateTask, Intent, UpdateTask
from worker.understanding.local.members import MemberHit, find_members
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.open_tasks import best_task, meaningful
from worker.understanding.local.words.word_table import listed

ReadByRules = Callable[[Message, Context], Reading]

_HANDED = bounded(
    r"^\W*(?P<who>\w[\w'’-]*)\s+"
    r"(?:can['’]?t|cannot|couldn['’]?t|won['’]?t|won['’]?t\s+manage\s+to|is\s+not\s+able\s+to|isn['’]?t\s+able\s+to"
    r"|не\s+(?:может|сможет|успевает|успеет|тянет|потянет))\s+"
    r"(?P<what>[^,;.\n—–]{4,120}?)\s*[,;.—–-]+\s*"
    r"(?:(?:so|then|please|pls|and|тогда|пожалуйста|давай|так\s+что)\s+)*"
    r"(?:give|pass|hand|assign|отдай(?:те)?|передай(?:те)?|перекинь(?:те)?|поручи(?:те)?)\s+"
    r"(?:(?:it|them|that|this|это|их|его|ее|её)\s+)?(?:over\s+)?(?:to\s+)?(?P<whom>\w[\w'’-]*)\W*$",
    re.IGNORECASE,
)
_MOSTLY = 0.5
_LIGHT = listed("do make finish get сделать доделать закончить успеть")


def read_handed_on(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of a message that takes work from one member and gives it to another; None for every other message.

    It makes a new task of the second one's, or gives them the open task that is spoken of: never a sure reading."""
    said = _HANDED.match(normalise(message.text))
    if said is None:
        return None
    first, second = (_member(said[name], context) for name in ("who", "whom"))
    if first is None or second is None or first.name == second.name:
        return None
    low = (token.low for token in tokenise(lowered(said["what"])) if token.kind != "mark")
    words = [word for word in meaningful(low) if word not in _LIGHT]
    if not words:
        return None
    match = best_task(words, context)
    if match and match.coverage >= _MOSTLY:
        return _reading(UpdateTask(task=match.task.ref, field="assignee", value=second.name), message)
    made = read(replace(message, text=f"{second.name}: {said['what']}"), replace(context, open_tasks=()))
    tasks = [intent for intent in made.intents if isinstance(intent, CreateTask)]
    return _reading(tasks[0], message) if len(tasks) == len(made.intents) == 1 else None


def _member(word: str, context: Context) -> MemberHit | None:
    hits = find_members(tokenise(word), context)
    return hits[0] if len(hits) == 1 else None


def _reading(intent: Intent, message: Message) -> Reading:
    return Reading((intent,), "rules", sure=False, doubts=("handed on",), clauses=(message.text,))
