"""Corrections: words that people mend become the workspace's glossary, and go first into the hint for recordings."""

import datetime as dt
import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from rapidfuzz import fuzz
from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.glossary_word import GlossaryWord
from models.tables.model_call import ModelCall
from models.tables.operation import Operation, TaskEvent
from worker.features.directory.name_checks import clean, fold
from worker.understanding.voice.transcription import PURPOSE as HEARD

# Kept of a workspace; the hint has room for 80 words, names included (worker/understanding/voice/vocabulary_hint.py).
MOST_WORDS = 60
# The first so many go into the hint: names of people and businesses must still have room after them.
MOST_HINTED = 30
_MOST_AT_ONCE = 6
_WORD_LIMIT = 40
_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
# Below this likeness a word was exchanged for another thing, not mended: "call" for "visit".
_LIKE = 45.0


async def learn(
    session: AsyncSession, workspace_id: int, words: Iterable[str], source: str, now: dt.datetime
) -> None:
    """Keep corrected words, the latest first; beyond 60 the longest unused ones go. `source`: "title" or "name"."""
    cleaned = (clean(word, _WORD_LIMIT) for word in words)
    kept = {fold(word): word for word in cleaned if len(word) > 1}
    for key, word in list(kept.items())[:_MOST_AT_ONCE]:
        row = {
            "workspace_id": workspace_id,
            "word": word,
            "key": key,
            "source": source,
            "times": 1,
            "corrected_at": now,
        }
        statement = insert(GlossaryWord).values(**row)
        again = {"word": word, "times": GlossaryWord.times + 1, "corrected_at": now}
        await session.execute(
            statement.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=again)
        )
    if kept:
        await _forget_beyond(session, workspace_id)


async def learn_from(
    session: AsyncSession, workspace_id: int, operation: Operation, now: dt.datetime
) -> None:
    """Learn from the titles an operation mended, where the task came from a recording."""
    statement = select(TaskEvent).where(
        TaskEvent.operation_id == operation.id,
        TaskEvent.workspace_id == workspace_id,
        col(TaskEvent.before).is_not(None),
        TaskEvent.after.has_key("title"),  # type: ignore[attr-defined]
    )
    for event in (await session.exec(statement)).all():
        if event.before is not None and await _was_heard(session, event):
            await learn(
                session, workspace_id, mended(event.before["title"], event.after["title"]), "title", now
            )


def mended(before: str, after: str) -> list[str]:
    """The words of `after` that stand where `before` had another: a like-sounding one, or a name.

    "fix the spindel of ivanoff" against "Fix the spindle of Ivanov" gives ["spindle", "Ivanov"].
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[str] = []
    matcher = SequenceMatcher(
        None, [fold(word) for word in old], [fold(word) for word in new], autojunk=False
    )
    for tag, start, end, to, until in matcher.get_opcodes():
        if tag == "replace":
            gone = " ".join(map(fold, old[start:end]))
            found += [word for at, word in enumerate(new[to:until], start=to) if _is_mended(word, at, gone)]
    return list(dict.fromkeys(found))


def _is_mended(word: str, at: int, gone: str) -> bool:
    if len(word) < 3 or word.isdecimal():
        return False
    named = at > 0 and word[0].isupper()
    return named or fuzz.partial_ratio(fold(word), gone) >= _LIKE


async def corrections_of(session: AsyncSession, workspace_id: int) -> tuple[str, ...]:
    """The workspace's corrected words for the hint, the latest first, at most 30."""
    statement = (
        select(GlossaryWord.word)
        .where(GlossaryWord.workspace_id == workspace_id)
        .order_by(col(GlossaryWord.corrected_at).desc(), col(GlossaryWord.id).desc())
        .limit(MOST_HINTED)
    )
    return tuple((await session.exec(statement)).all())


async def _was_heard(session: AsyncSession, event: TaskEvent) -> bool:
    """Whether the message that made the task was a recording: a transcription was paid for under its trace."""
    statement = (
        select(func.count())
        .select_from(TaskEvent)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .join(ModelCall, col(ModelCall.trace_id) == col(Operation.trace_id))
        .where(
            TaskEvent.task_id == event.task_id,
            col(TaskEvent.before).is_(None),
            ModelCall.workspace_id == event.workspace_id,
            ModelCall.purpose == HEARD,
        )
    )
    return bool((await session.exec(statement)).one())


async def _forget_beyond(session: AsyncSession, workspace_id: int) -> None:
    kept = (
        select(GlossaryWord.id)
        .where(GlossaryWord.workspace_id == workspace_id)
        .order_by(col(GlossaryWord.corrected_at).desc(), col(GlossaryWord.id).desc())
        .limit(MOST_WORDS)
    )
    await session.execute(
        delete(GlossaryWord).where(
            col(GlossaryWord.workspace_id) == workspace_id, col(GlossaryWord.id).not_in(kept)
        )
    )
