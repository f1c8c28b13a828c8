"""A forwarded message of somebody outside of the team: one task for its reader, never an order to the bot."""

import re
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Reading
from worker.understanding.dates import detect_language
from worker.understanding.intents import CreateTask, Intent, KeepNote
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.small_talk import is_small_talk
from worker.understanding.local.transliteration import latin

_TITLE = 200
_SENTENCES = bounded(r"(?<=[.!?…])\s+|\s*\n\s*")
_GREETING = bounded(
    r"^(?:hi|hello|hey|good\s+(?:morning|afternoon|evening|day)|dear|здравствуйте|добр(?:ый|ое|ого)\s+(?:день|утро|вечер|дня|утра|вечера)|привет(?:ствую)?)"
    r"(?:\s+(?:there|all|everyone|всем))?(?:[\s,]+(?-i:[A-ZА-ЯЁ])[\w-]+){0,2}(?:\s*[,!.—–-]+\s*|$)",
    re.IGNORECASE,
)
_POLITE = bounded(
    r"^(?:(?:and|also|so|и|а|ещё|еще|также)\s+)?(?:(?:please|kindly|пожалуйста|прошу)[,\s]+)?"
    r"(?:(?:could|can|would|will)\s+you(?:\s+(?:please|kindly))?\s+|не\s+могли\s+бы\s+вы\s+|можете\s+(?:ли\s+(?:вы\s+)?)?|могли\s+бы\s+вы\s+)?"
    r"(?:(?:please|пожалуйста)[,\s]+)?",
    re.IGNORECASE,
)


def is_outsider(author: str, context: Context) -> bool:
    """Whether the author of a forwarded message is known by a name that is nobody's of the team, in either alphabet."""
    first = _plain(author)
    team = [context.speaker or "", *(member.name for member in context.members)]
    team += [alias for member in context.members for alias in member.aliases]
    return bool(first) and first not in {_plain(name) for name in team}


def _plain(name: str) -> str:
    return latin(lowered(name.strip().split(" ", maxsplit=1)[0])) if name.strip() else ""


def read_as_clients(reading: Reading, author: str, text: str) -> Reading:
    """The reading of an outsider's message: one task named after its author, for whoever forwarded it, with the earliest
    date that was read; a mere greeting or thanks becomes a note. Nothing is changed and nothing is answered."""
    said = _sentences(text)
    if not said:
        note = KeepNote(text=f"{author}: {text.strip()}"[:4_096])
        return replace(reading, intents=(note,), asked=(), clauses=(), left_out=(), unread=())
    whole = f"{author}: {'; '.join(said)}"
    intents: tuple[Intent, ...] = (_task(reading, whole),)
    if len(whole) > _TITLE:
        intents = (*intents, KeepNote(text=f"{author}: {text.strip()}"[:4_096]))
    return replace(reading, intents=intents, asked=(), clauses=(), left_out=(), unread=(), doubts=())


def _task(reading: Reading, whole: str) -> CreateTask:
    made = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    dated = sorted((each for each in made if each.due), key=_when)
    title = whole if len(whole) <= _TITLE else whole[: _TITLE - 1] + "…"
    first = dated[0] if dated else None
    return CreateTask(
        title=title,
        business=next((each.business for each in made if each.business), None),
        due=None if first is None else first.due,
        timing=None if first is None else first.timing if len(made) == 1 else "by",
        priority=min((each.priority for each in made if each.priority), default=None),
    )


def _when(task: CreateTask) -> tuple[str, str]:
    assert task.due is not None
    return task.due.date.isoformat(), task.due.time.isoformat() if task.due.time else "24"


def _sentences(text: str) -> list[str]:
    """What an outsider says, sentence by sentence, without greetings and politeness; empty when there is nothing else."""
    language, told = detect_language(text), list[str]()
    for sentence in _SENTENCES.split(text.strip()):
        bare = _GREETING.sub("", sentence.strip()).strip()
        if not any(map(str.isalnum, bare)) or is_small_talk(lowered(bare), language):
            continue
        asked = _POLITE.sub("", bare).rstrip(" .!;,") or bare
        # What was asked as a favour is no question any more.
        polite = len(asked) < len(bare.rstrip(" .!;,")) and re.match(
            r"(?i)\W*(?:and\s+|и\s+)?(?:could|can|would|will|не\s+могли|могли|можете)\b", bare
        )
        asked = asked.rstrip("?") if polite else asked
        told.append(asked if not told else asked[:1].lower() + asked[1:] if asked[1:2].islower() else asked)
    return told
