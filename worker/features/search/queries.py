"""SQL of a search: the tasks with its words first, then those of its meaning, then those spelled like it."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.tables.embedding import TaskEmbedding
from models.tables.note import Note
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.core.task_access import listed_tasks
from worker.embeddings.local_embedder import embed_locally
from worker.embeddings.search_vector import SearchVector
from worker.understanding.requests.past_period import Period

SHOWN = 20
_NOTES_SHOWN = 5
_LOOKED_THROUGH = 1_500
# A title spelled this like the words is found though no word is the same in it.
_LIKE = 0.30
# The least cosine of the model's vectors at which a title is of the same matter as the words (worker/features/estimates).
_SAME_MATTER = 0.35


def findable_tasks(speaker: Speaker, period: Period | None) -> SelectOfScalar[Task]:
    """The tasks that this person may find: of the period that is named."""
    statement = listed_tasks(speaker).where(Task.status != "dropped")
    if period is not None:
        done_on = func.date(func.timezone(speaker.zone.key, col(Task.done_at)))
        made_on = func.date(func.timezone(speaker.zone.key, col(Task.created_at)))
        day = func.coalesce(done_on, col(Task.deadline_on), made_on)
        statement = statement.where(day >= period.first, day < period.after)
    return statement


async def search_tasks(
    session: AsyncSession, tasks: SelectOfScalar[Task], rest: str, sought: SearchVector | None
) -> list[Task]:
    """Of the tasks that may be seen at most 20, the likest first; without words the newest.

    `sought` is compared with rows of its own model alone: a task that has none yet is found by its words and spelling.
    """
    recent = tasks.order_by(col(Task.number).desc()).limit(_LOOKED_THROUGH)
    if not re.search(r"\w", rest):
        return list((await session.exec(recent.limit(SHOWN))).all())
    vector = embed_locally(rest)
    by_word = list((await session.exec(recent.where(_says(col(Task.title), rest)))).all())
    by_word.sort(key=lambda task: (-_likeness(vector, task.title), -task.number))
    by_meaning = await _by_meaning(session, tasks, sought)
    spelled = [(_likeness(vector, task.title), task) for task in (await session.exec(recent)).all()]
    by_spelling = [task for like, task in sorted(spelled, key=_likest_first) if like >= _LIKE]
    once = {task.id: task for task in (*by_word, *by_meaning, *by_spelling)}
    return list(once.values())[:SHOWN]


async def search_notes(session: AsyncSession, speaker: Speaker, rest: str) -> Sequence[Note]:
    """The chat's notes that hold all the words in any form, the newest first, at most 5; none without words, or in a group."""
    if speaker.group is not None or not re.search(r"\w", rest):
        return ()
    statement = select(Note).where(
        Note.workspace_id == speaker.workspace_id,
        Note.chat_id == speaker.chat_id,
        Note.state == "open",
        _says(col(Note.text), rest),
    )
    return (await session.exec(statement.order_by(col(Note.id).desc()).limit(_NOTES_SHOWN))).all()


async def _by_meaning(
    session: AsyncSession, tasks: SelectOfScalar[Task], sought: SearchVector | None
) -> Sequence[Task]:
    if sought is None or not sought.vector:
        return ()
    vectors: Any = TaskEmbedding.embedding
    distance = vectors.cosine_distance(list(sought.vector))
    of_its_model = tasks.join(
        TaskEmbedding,
        (col(TaskEmbedding.task_id) == col(Task.id))
        & (col(TaskEmbedding.workspace_id) == col(Task.workspace_id))
        & (col(TaskEmbedding.model) == sought.model),
    )
    nearest = of_its_model.where(distance <= 1 - _SAME_MATTER).order_by(distance, col(Task.number).desc())
    return (await session.exec(nearest.limit(SHOWN))).all()


def _says(text: Mapped[str], rest: str) -> ColumnElement[bool]:
    """Texts with all the words in any of their forms, in either language, or with the words as they are."""
    pattern = "%" + re.sub(r"([\\%_])", r"\\\1", rest.strip()) + "%"
    stemmed = [text.op("@@")(func.plainto_tsquery(language, rest)) for language in ("russian", "english")]
    return or_(text.ilike(pattern), *stemmed)


def _likest_first(pair: tuple[float, Task]) -> tuple[float, int]:
    return -pair[0], -pair[1].number


def _likeness(vector: Sequence[float], title: str) -> float:
    return sum(a * b for a, b in zip(vector, embed_locally(title), strict=True))
