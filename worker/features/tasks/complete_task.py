"""Finishing: a task is done by its person's hand: one place for taps, commands and words, and what is asked after."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.estimate_samples import store_estimate_sample
from worker.features.estimates.service import comparison_text
from worker.features.estimates.views import actual_time_question
from worker.features.timer.service import stop_timer

# More questions at once nobody answers; the evening close asks for the rest.
_MOST_ASKED = 3


async def finish_task(
    session: AsyncSession, task: Task, operation: Operation, moment: HandlerContext
) -> None:
    """The open task is done now. What a timer measured is how long it took, unless that was told already."""
    measured = await stop_timer(session, task, moment.now)
    took: dict[str, Any] = {}
    if measured is not None and task.actual_minutes is None:
        took = {"actual_minutes": measured, "actual_source": "timer"}
    await TaskRecorder(session, operation, moment.now).change(task, status="done", done_at=moment.now, **took)


async def after_done(
    session: AsyncSession, speaker: Speaker, tasks: Sequence[Task], moment: HandlerContext
) -> tuple[str | None, list[Reply]]:
    """What follows tasks that are done: a line on how a told time compares, and the questions for times not told.

    A told time is learned from.
    """
    lines, questions = list[str](), list[Reply]()
    for task in tasks:
        question = actual_time_question(speaker, task)
        if question is not None:
            questions.append(question)
        elif task.actual_minutes is not None:
            await store_estimate_sample(session, task)
            line = await comparison_text(session, speaker, task, moment)
            lines += [line] if line else []
    return "\n".join(lines) or None, questions[:_MOST_ASKED]
