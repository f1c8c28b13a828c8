"""Changes of tasks by their people: complete, move, drop, set the actual time, and make one wait for another."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.operation import Operation
from models.tables.task import Task
from models.tables.task_link import TaskLink
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.past_events import CLOSED_BY_TIME
from worker.core.reply import Reply
from worker.core.reply_place import sent_privately
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.estimate_samples import store_estimate_sample
from worker.features.estimates.service import comparison_text
from worker.features.estimates.views import actual_time_question
from worker.features.timer.service import halt_timer, stop_timer

# Operations of these kinds answer whether a past event happened. How long it took is not asked of it.
HAPPENED_KIND, MISSED_KIND = "happened", "missed"
PAST_KINDS = (HAPPENED_KIND, MISSED_KIND)
# An operation of this kind that drops a recurring task skips one of the series; every other drop ends the series.
SKIP_KIND = "skip"


# Nobody answers more questions at once; the evening close asks for the rest.
_MAX_QUESTIONS = 3


class Overdue(Protocol):
    """What of an overdue task tells how old it is: a row of the table, or the columns that a digest reads."""

    @property
    def deadline_on(self) -> dt.date | None: ...
    @property
    def recurrence(self) -> str | None: ...


async def complete_task(
    session: AsyncSession, task: Task, operation: Operation, context: HandlerContext
) -> None:
    """Complete an open task now. A timer's measurement becomes its actual time, unless that was stated already."""
    measured = await stop_timer(session, task, context.now)
    took: dict[str, Any] = {}
    if measured is not None and task.actual_minutes is None:
        took = {"actual_minutes": measured, "actual_source": "timer"}
    await TaskRecorder(session, operation, context.now).change(
        task, status="done", done_at=context.now, **took
    )


async def completion_follow_ups(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task], context: HandlerContext
) -> tuple[str | None, list[Reply]]:
    """What follows completed tasks: a line comparing stated times with estimates, and questions for times not stated.

    A stated time is stored as an estimate sample. In a group the questions go to the private chat.
    """
    lines, questions = list[str](), list[Reply]()
    for task in tasks:
        question = actual_time_question(speaker, task)
        if question is not None:
            questions.append(question)
        elif task.actual_minutes is not None:
            await store_estimate_sample(session, task)
            line = await comparison_text(session, speaker, task, context)
            lines += [line] if line else []
    asked = questions[:_MAX_QUESTIONS]
    return "\n".join(lines) or None, asked if speaker.group is None else sent_privately(speaker, asked)


async def link_tasks(session: AsyncSession, task: Task, other: Task, context: HandlerContext) -> bool:
    """Make `task` wait for `other`; False for another workspace's or when that would make a cycle."""
    if task.id is None or other.id is None or task.workspace_id != other.workspace_id:
        return False
    if await _waits_for(session, other, task):
        return False
    if await session.get(TaskLink, (task.id, other.id)) is None:
        session.add(
            TaskLink(
                task_id=task.id, after_id=other.id, workspace_id=task.workspace_id, created_at=context.now
            )
        )
        await session.flush()
    return True


async def _waits_for(session: AsyncSession, first: Task, last: Task) -> bool:
    """Whether `first` is `last`, or waits for it directly or through other tasks."""
    statement = select(TaskLink.task_id, TaskLink.after_id).where(TaskLink.workspace_id == first.workspace_id)
    waits: dict[int, list[int]] = {}
    for task, other in (await session.exec(statement)).all():
        waits.setdefault(task, []).append(other)
    seen: set[int] = set()
    queue = [first.id or 0]
    while queue:
        here = queue.pop()
        if here == last.id:
            return True
        if here not in seen:
            seen.add(here)
            queue += waits.get(here, [])
    return False


async def move_tasks(
    session: AsyncSession, speaker: Speaker, tasks: list[Task], day: dt.date, context: HandlerContext
) -> Operation:
    """Set the tasks' day and keep their clock times; what was missed or has passed is open again."""
    operation = await new_operation(session, speaker, "move", context)
    recorder = TaskRecorder(session, operation, context.now)
    for task in tasks:
        at = None
        if task.deadline_at is not None:
            clock = task.deadline_at.astimezone(speaker.zone).time().replace(tzinfo=None)
            at = instant_at(day, clock, speaker.zone)
        again = {"status": "open"} if task.status in CLOSED_BY_TIME else {}
        await recorder.change(task, deadline_on=day, deadline_at=at, **again)
    return operation


async def complete_as_operation(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext, kind: str = "done"
) -> Operation:
    """Complete a task under an operation of its own."""
    operation = await new_operation(session, speaker, kind, context)
    await complete_task(session, task, operation, context)
    return operation


async def mark_happened(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> Operation:
    """A past event did happen: it is done, and how long it took is not asked."""
    return await complete_as_operation(session, speaker, task, context, HAPPENED_KIND)


async def mark_missed(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> Operation:
    """A past event did not happen: it is closed as missed, which counts as neither done nor dropped."""
    operation = await new_operation(session, speaker, MISSED_KIND, context)
    await halt_timer(session, task, context.now)
    await TaskRecorder(session, operation, context.now).change(task, status="missed")
    return operation


async def drop_task(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> Operation:
    """Drop a task; of a recurring one, only this occurrence."""
    kind = SKIP_KIND if task.recurrence else "drop"
    operation = await new_operation(session, speaker, kind, context)
    await TaskRecorder(session, operation, context.now).change(task, status="dropped")
    return operation


async def set_actual_time(
    session: AsyncSession, speaker: Speaker, task: Task, minutes: int, context: HandlerContext
) -> Operation:
    """Set how long a done task took, as stated by the person."""
    operation = await new_operation(session, speaker, "edit", context)
    await TaskRecorder(session, operation, context.now).change(
        task, actual_minutes=minutes, actual_source="person"
    )
    await store_estimate_sample(session, task)
    return operation
