"""Hands: what a tap on a digest does to a task, each as an operation that can be taken back."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.estimate_samples import store_estimate_sample
from worker.features.tasks.complete_task import finish_task

# An operation of this kind that drops a recurring task skips one of the series; every other drop ends the series.
SKIP = "skip"


async def move(
    session: AsyncSession, speaker: Speaker, tasks: list[Task], day: dt.date, moment: HandlerContext
) -> Operation:
    """Set the tasks' day; a clock time stays what it was."""
    operation = await new_operation(session, speaker, "move", moment)
    recorder = TaskRecorder(session, operation, moment.now)
    for task in tasks:
        at = None
        if task.deadline_at is not None:
            clock = task.deadline_at.astimezone(speaker.zone).time().replace(tzinfo=None)
            at = instant_at(day, clock, speaker.zone)
        await recorder.change(task, deadline_on=day, deadline_at=at)
    return operation


async def finish(session: AsyncSession, speaker: Speaker, task: Task, moment: HandlerContext) -> Operation:
    """The task is done."""
    operation = await new_operation(session, speaker, "done", moment)
    await finish_task(session, task, operation, moment)
    return operation


async def drop(session: AsyncSession, speaker: Speaker, task: Task, moment: HandlerContext) -> Operation:
    """The task is no longer wanted; of a recurring one, only this time."""
    kind = SKIP if task.recurrence else "drop"
    operation = await new_operation(session, speaker, kind, moment)
    await TaskRecorder(session, operation, moment.now).change(task, status="dropped")
    return operation


async def took(
    session: AsyncSession, speaker: Speaker, task: Task, minutes: int, moment: HandlerContext
) -> Operation:
    """How long a done task took, as the person says."""
    operation = await new_operation(session, speaker, "edit", moment)
    await TaskRecorder(session, operation, moment.now).change(
        task, actual_minutes=minutes, actual_source="person"
    )
    await store_estimate_sample(session, task)
    return operation
