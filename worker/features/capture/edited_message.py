"""Applies an edited message to the tasks it made, instead of making them a second time."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.business_walls import within_walls
from worker.core.handler import HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, tasks_of
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.apply_intents import IntentApplier
from worker.features.capture.reader_context import ReaderInputs, due_columns
from worker.features.estimates.service import estimate_tasks
from worker.features.tasks.views import card_of
from worker.understanding.context import Reading
from worker.understanding.intents import CreateTask


async def apply_correction(
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    earlier: Operation,
    reading: Reading,
    moment: HandlerContext,
) -> HandlerResult:
    """Update the tasks of the earlier operation to the new wording; its card is edited in place.

    Tasks and creations are paired in order; a further creation is a new task, a surplus task is dropped.
    Fields that a person changed since the first reading are kept.
    """
    wanted = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    made = [
        task
        for task in await tasks_of(session, speaker, earlier)
        if await was_created_by(session, earlier, task)
    ]
    if not made or not wanted:
        return HandlerResult(workspace_id=speaker.workspace_id)
    recorder = TaskRecorder(session, earlier, moment.now)
    for task, intent in zip(made, wanted, strict=False):
        await _update_task(session, recorder, speaker, inputs, task, intent)
    for task in made[len(wanted) :]:
        if task.status == "open":
            await recorder.change(task, status="dropped")
    more = await IntentApplier(session, speaker, inputs, earlier, moment.now).run(tuple(wanted[len(made) :]))
    await estimate_tasks(session, [*made[: len(wanted)], *more.tasks], earlier, moment)
    card = await card_of(session, earlier, speaker, moment.now)
    place = await card_message_id(session, speaker, earlier)
    return HandlerResult(
        [Reply(card.text, card.buttons, edits=place, operation_id=earlier.id)],
        workspace_id=speaker.workspace_id,
        embeds=earlier.id,
    )


async def _update_task(
    session: AsyncSession,
    recorder: TaskRecorder,
    speaker: Speaker,
    inputs: ReaderInputs,
    task: Task,
    intent: CreateTask,
) -> None:
    if task.status != "open":
        return
    by_hand = await fields_changed_since(session, recorder.operation, task)
    fields = {
        name: value
        for name, value in creation_columns(speaker, inputs, intent, task).items()
        if name not in by_hand
    }
    await recorder.change(task, **within_walls(inputs.names, fields, task))


def creation_columns(
    speaker: Speaker, inputs: ReaderInputs, intent: CreateTask, task: Task
) -> dict[str, Any]:
    """The columns a creation sets on a task that exists. A learned estimate stands until one is stated."""
    project = inputs.projects.get(intent.project or "")
    business = inputs.businesses.get(intent.business or "")
    assignee = inputs.members.get(intent.assignee or "")
    return {
        "title": intent.title,
        "business_id": project.business_id if project else business.id if business else None,
        "project_id": project.id if project else None,
        "assignee_id": assignee.id if assignee else default_assignee_id(speaker),
        "priority": intent.priority or DEFAULT_PRIORITY,
        **due_columns(intent.due, intent.timing, speaker.zone),
        **_estimate_correction(intent, task),
        "recurrence": intent.recurrence,
        "reminder_minutes_before": intent.reminder_minutes_before,
    }


def _estimate_correction(intent: CreateTask, task: Task) -> dict[str, Any]:
    if intent.estimate_minutes is None and task.estimate_source != "stated":
        return {}
    source = "stated" if intent.estimate_minutes else None
    minutes = {"estimate_minutes": intent.estimate_minutes, "estimate_source": source}
    return minutes | {"estimate_low": None, "estimate_high": None}


async def was_created_by(session: AsyncSession, operation: Operation, task: Task) -> bool:
    """Whether the task was new with this operation."""
    statement = select(TaskEvent.id).where(
        TaskEvent.operation_id == operation.id, TaskEvent.task_id == task.id, col(TaskEvent.before).is_(None)
    )
    return (await session.exec(statement)).first() is not None


async def fields_changed_since(session: AsyncSession, operation: Operation, task: Task) -> set[str]:
    """The fields that other operations changed since: they take precedence over a second reading."""
    statement = select(TaskEvent.after).where(
        TaskEvent.task_id == task.id,
        TaskEvent.operation_id != operation.id,
        col(TaskEvent.before).is_not(None),
    )
    return {name for after in (await session.exec(statement)).all() for name in after}


async def card_message_id(session: AsyncSession, speaker: Speaker, operation: Operation) -> int | None:
    """The message id of the operation's card; None when it is not delivered yet, and a new one is sent."""
    statement = (
        select(OutboundMessage.telegram_message_id)
        .where(
            OutboundMessage.operation_id == operation.id,
            OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
            col(OutboundMessage.telegram_message_id).is_not(None),
        )
        .order_by(col(OutboundMessage.id))
    )
    return (await session.exec(statement)).first()
