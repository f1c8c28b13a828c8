"""Adds comments to tasks, and finds them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from models.tables.task_comment import TaskComment
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder

LONGEST = 1000


async def add_comment(
    session: AsyncSession, speaker: Speaker, task: Task, text: str, operation: Operation, now: dt.datetime
) -> TaskComment:
    """The speaker's comment on a task within their reach, cut to `LONGEST` characters; undone with its operation."""
    comment = TaskComment(
        workspace_id=speaker.workspace_id,
        task_id=task.id or 0,
        operation_id=operation.id or 0,
        member_id=speaker.member_id,
        text=text.strip()[:LONGEST],
        created_at=now,
    )
    session.add(comment)
    TaskRecorder(session, operation, now).record_addition(task)
    await session.flush()
    return comment


async def comments_of_tasks(session: AsyncSession, tasks: Collection[Task]) -> dict[int, list[TaskComment]]:
    """By task, the comments on it, oldest first; the caller has checked that the tasks may be seen."""
    statement = (
        select(TaskComment)
        .join(Operation, col(Operation.id) == col(TaskComment.operation_id))
        .where(col(TaskComment.task_id).in_([task.id for task in tasks]), col(Operation.undone_at).is_(None))
        .order_by(col(TaskComment.id))
    )
    found: dict[int, list[TaskComment]] = defaultdict(list)
    for comment in (await session.exec(statement)).all():
        found[comment.task_id].append(comment)
    return found
