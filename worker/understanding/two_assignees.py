"""Paired: "Maria and Jack should clean the oven": a task has one person, so the other stays in its title, not lost."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import detect_language
from worker.understanding.intents import CreateTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.members import MemberHit, find_members
from worker.understanding.local.words.word_table import listed

_TITLE_LIMIT = 200
_JOINTS = listed("and & plus with и с со плюс")
# Where two people who are to do something together may begin; after anything else the second may be another sentence's.
_BEFORE = listed(
    "and then also so plus ask tell let have get well okay ok um uh ну и а ещё еще потом затем пусть пускай попроси попросите скажи скажите чтобы чтоб"
) | frozenset(".,;:!?—–-")

ReadByRules = Callable[[Message, Context], Reading]


def read_paired(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of a message with a task for two members at once: the first one's, with the other in its title. None
    where no two stand side by side at a beginning, or what is said makes no single new task of the first one's."""
    sheet = Sheet(message.text, detect_language(message.text))
    pair = _pair(sheet, context)
    if pair is None:
        return None
    first, second = pair
    cut, end = sheet.tokens[first.last].end, sheet.tokens[second.last].end
    reading = read(replace(message, text=sheet.text[:cut] + sheet.text[end:]), context)
    made = [intent for intent in reading.intents if _is_of(intent, first.name)]
    if len(made) != 1 or any(_is_of(intent, second.name) for intent in reading.intents):
        return None
    both = tuple(
        _with(intent, second.name, sheet) if intent is made[0] else intent for intent in reading.intents
    )
    doubts = (*reading.doubts, f"person {second.name}")
    return replace(reading, intents=both, sure=False, doubts=doubts)


def _pair(sheet: Sheet, context: Context) -> tuple[MemberHit, MemberHit] | None:
    """The only two members named side by side."""
    hits = [hit for hit in find_members(sheet.tokens, context) if hit.how in {"name", "nickname", "short"}]
    pairs = [
        (one, other)
        for one, other in pairwise(hits)
        if other.first == one.last + 2
        and sheet.low_at(one.last + 1) in _JOINTS
        and (one.first == 0 or sheet.low_at(one.first - 1) in _BEFORE)
        and one.name != other.name
    ]
    return pairs[0] if len(pairs) == 1 else None


def _is_of(intent: object, name: str) -> bool:
    return isinstance(intent, CreateTask) and intent.assignee == name


def _with(intent: object, name: str, sheet: Sheet) -> CreateTask:
    assert isinstance(intent, CreateTask)
    also = f" ({'и' if sheet.language == 'ru' else 'and'} {name})"
    return intent.model_copy(update={"title": intent.title[: _TITLE_LIMIT - len(also)] + also})
