"""Retold: "no wait, it took 2 hours", said right after a task was done: its time is put right, and no note is made."""

import datetime as dt
import re

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.estimates.actual_time import QUESTION_OPEN_FOR, record_actual_time
from worker.understanding.requests.duration import duration_of

_OPENING = re.compile(
    r"^\W*(?:(?:no|nope|wait|sorry|actually|oops|correction|rather|нет|ой|точнее|вернее|погоди|стоп|то\s+есть)\b[\s,.!—–-]*)+",
    re.IGNORECASE,
)


async def corrects_actual_time(session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime) -> bool:
    """Whether a text corrects how long the task took that the chat's last change completed."""
    return (
        _corrected_minutes(text, speaker, now) is not None
        and await _last_completed(session, speaker, now) is not None
    )


async def record_corrected_time(
    session: AsyncSession, speaker: Speaker, text: str, moment: HandlerContext
) -> list[Reply]:
    """The corrected time, kept; empty when there is no such task any more."""
    minutes, task = (
        _corrected_minutes(text, speaker, moment.now),
        await _last_completed(session, speaker, moment.now),
    )
    if minutes is None or task is None:
        return []
    return [await record_actual_time(session, speaker, task, minutes, moment)]


def _corrected_minutes(text: str, speaker: Speaker, now: dt.datetime) -> int | None:
    opening = _OPENING.match(text)
    said = text[opening.end() :].strip(" .!") if opening else ""
    # A bare number is no time here: "no, 12" may be anything.
    return duration_of(said, now.astimezone(speaker.zone)) if re.search(r"[^\W\d_]", said) else None


async def _last_completed(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Task | None:
    """The one done task of the newest change within the hour, whether its time was told or is still asked for."""
    newest = (
        select(TaskEvent.operation_id, TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            Operation.chat_id == speaker.chat_id,
            Operation.workspace_id == speaker.workspace_id,
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > now - QUESTION_OPEN_FOR,
        )
        .order_by(col(TaskEvent.operation_id).desc())
        .limit(20)
    )
    rows = (await session.exec(newest)).all()
    tasks = {task for operation, task in rows if operation == rows[0][0]}
    if len(tasks) != 1:
        return None
    return await reachable_task(session, speaker, task_id=tasks.pop(), status="done")
