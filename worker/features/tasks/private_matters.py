"""Tasks whose business was answered to be none: "Private" is remembered for what they are about."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.operations import UNDO_KINDS, new_operation
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_tasks
from worker.understanding.context import KnownTask
from worker.understanding.local.morphology import has_form, likeliest
from worker.understanding.local.open_tasks import title_words
from worker.understanding.local.words.english_verbs import VERBS

# Operations that only remember an answer: there is nothing in them to undo.
PRIVATE_KIND = "private"
_REMEMBERED = 200


async def remember_private(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> None:
    """Keep that a task without a business is private: its words are not asked about again."""
    operation = await new_operation(session, speaker, PRIVATE_KIND, context)
    event = TaskEvent(
        workspace_id=operation.workspace_id,
        operation_id=operation.id or 0,
        task_id=task.id or 0,
        before={"business_id": None},
        after={"business_id": None},
        created_at=context.now,
    )
    session.add(event)
    await session.flush()


async def titles_answered_private(session: AsyncSession, speaker: Speaker) -> list[str]:
    """The titles of the newest tasks within reach that somebody took out of the businesses."""
    statement = (
        reachable_tasks(speaker)
        .join(TaskEvent, col(TaskEvent.task_id) == col(Task.id))
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            TaskEvent.workspace_id == speaker.workspace_id,
            col(Operation.undone_at).is_(None),
            col(Task.business_id).is_(None),
            col(TaskEvent.before).is_not(None),
            func.jsonb_exists(TaskEvent.after, "business_id"),
            TaskEvent.after["business_id"].as_string().is_(None),
            col(Operation.kind).not_in(UNDO_KINDS),
        )
        .order_by(col(TaskEvent.id).desc())
        .limit(_REMEMBERED)
    )
    return [task.title for task in (await session.exec(statement)).all()]


def shares_a_thing(title: str, others: Iterable[str]) -> bool:
    """Whether a title names a thing that one of the others names, too."""
    said = _things(title)
    return bool(said) and any(said & _things(other) for other in others)


def _things(title: str) -> frozenset[str]:
    """The base forms of the words that name things, verbs left out."""
    words = [word for word in title_words(KnownTask("", title)) if not word.isdigit()]
    things = (word for word in words if word not in VERBS and not has_form(word, "INFN"))
    return frozenset(form.lemma if (form := likeliest(word)) else word for word in things)
