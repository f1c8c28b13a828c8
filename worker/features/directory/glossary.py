"""The workspace's glossary: words corrected by people, which come first in the hint for transcriptions."""

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
from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_tasks
from worker.features.directory.entries import Entry
from worker.features.directory.name_checks import clean_name, fold_name
from worker.understanding.voice.transcription import PURPOSE as TRANSCRIPTION

# Kept per workspace; the hint has room for 80 words, names included (worker/understanding/voice/vocabulary_hint.py).
MAX_WORDS = 60
# How many go into the hint: names of people and businesses must still fit after them.
MAX_HINTED = 30
_MAX_AT_ONCE = 6
# A member's tasks in whose titles corrected words are looked for.
_TITLES_LOOKED_AT = 500
_WORD_LIMIT = 40
_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
# Below this similarity a word was replaced, not corrected: "call" by "visit".
_LEAST_SIMILARITY = 45.0


async def learn_words(
    session: AsyncSession, workspace_id: int, words: Iterable[str], source: str, now: dt.datetime
) -> None:
    """Store corrected words; beyond 60 the longest unused ones are deleted. `source`: "title" or "name"."""
    cleaned = (clean_name(word, _WORD_LIMIT) for word in words)
    kept = {fold_name(word): word for word in cleaned if len(word) > 1}
    for key, word in list(kept.items())[:_MAX_AT_ONCE]:
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
        await _delete_oldest(session, workspace_id)


async def learn_from_operation(
    session: AsyncSession, workspace_id: int, operation: Operation, now: dt.datetime
) -> None:
    """Store the words that an operation corrected in titles of tasks that came from a recording."""
    statement = select(TaskEvent).where(
        TaskEvent.operation_id == operation.id,
        TaskEvent.workspace_id == workspace_id,
        col(TaskEvent.before).is_not(None),
        TaskEvent.after.has_key("title"),  # type: ignore[attr-defined]
    )
    for event in (await session.exec(statement)).all():
        if event.before is not None and await _was_transcribed(session, event):
            await learn_words(
                session,
                workspace_id,
                corrected_words(event.before["title"], event.after["title"]),
                "title",
                now,
            )


def corrected_words(before: str, after: str) -> list[str]:
    """The words of `after` that replace a similar-sounding word of `before`, or are a name.

    "fix the spindel of ivanoff" against "Fix the spindle of Ivanov" gives ["spindle", "Ivanov"].
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[str] = []
    matcher = SequenceMatcher(
        None, [fold_name(word) for word in old], [fold_name(word) for word in new], autojunk=False
    )
    for tag, start, end, to, until in matcher.get_opcodes():
        if tag == "replace":
            gone = " ".join(map(fold_name, old[start:end]))
            found += [
                word for at, word in enumerate(new[to:until], start=to) if _is_correction(word, at, gone)
            ]
    return list(dict.fromkeys(found))


def _is_correction(word: str, at: int, gone: str) -> bool:
    if len(word) < 3 or word.isdecimal():
        return False
    named = at > 0 and word[0].isupper()
    return named or fuzz.partial_ratio(fold_name(word), gone) >= _LEAST_SIMILARITY


async def load_corrections(session: AsyncSession, speaker: Speaker) -> tuple[str, ...]:
    """The corrected words for the hint: the latest first, at most 30.

    The owner's are all of the workspace; another member's those that stand in a name they know or a task of theirs,
    so that no hint carries the words of one business to those who work for another.
    """
    statement = (
        select(GlossaryWord.word)
        .where(GlossaryWord.workspace_id == speaker.workspace_id)
        .order_by(col(GlossaryWord.corrected_at).desc(), col(GlossaryWord.id).desc())
    )
    words = (await session.exec(statement.limit(MAX_WORDS))).all()
    if not speaker.is_owner:
        known = fold_name(" ".join(await _known_words(session, speaker)))
        words = [word for word in words if fold_name(word) in known]
    return tuple(words[:MAX_HINTED])


async def _known_words(session: AsyncSession, speaker: Speaker) -> list[str]:
    """The names a member may know, and the titles of their newest tasks."""
    names = await load_directory_names(session, speaker)
    rows: list[Entry] = [*names.businesses.values(), *names.projects.values(), *names.members.values()]
    titles = (
        reachable_tasks(speaker)
        .with_only_columns(col(Task.title))
        .order_by(col(Task.number).desc())
        .limit(_TITLES_LOOKED_AT)
    )
    return [*(row.name for row in rows), *(await session.execute(titles)).scalars().all()]


async def _was_transcribed(session: AsyncSession, event: TaskEvent) -> bool:
    """Whether the task came from a recording: a transcription was paid for under its trace."""
    statement = (
        select(func.count())
        .select_from(TaskEvent)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .join(ModelCall, col(ModelCall.trace_id) == col(Operation.trace_id))
        .where(
            TaskEvent.task_id == event.task_id,
            col(TaskEvent.before).is_(None),
            ModelCall.workspace_id == event.workspace_id,
            ModelCall.purpose == TRANSCRIPTION,
        )
    )
    return bool((await session.exec(statement)).one())


async def _delete_oldest(session: AsyncSession, workspace_id: int) -> None:
    kept = (
        select(GlossaryWord.id)
        .where(GlossaryWord.workspace_id == workspace_id)
        .order_by(col(GlossaryWord.corrected_at).desc(), col(GlossaryWord.id).desc())
        .limit(MAX_WORDS)
    )
    await session.execute(
        delete(GlossaryWord).where(
            col(GlossaryWord.workspace_id) == workspace_id, col(GlossaryWord.id).not_in(kept)
        )
    )
