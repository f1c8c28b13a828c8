"""Correction: an edited message changes the tasks it made, instead of making them a second time."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.handler import HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import tasks_of
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.apply_actions import Applying, own_task_of
from worker.features.capture.reader_context import World, instant_of
from worker.features.estimates.service import estimate_tasks
from worker.features.tasks.views import card_of
from worker.understanding.actions import CreateTask
from worker.understanding.context import Reading


async def correct(
    session: AsyncSession,
    speaker: Speaker,
    world: World,
    earlier: Operation,
    reading: Reading,
    moment: HandlerContext,
) -> HandlerResult:
    """Bring the earlier operation's new tasks to the new wording; its card is edited in place.

    Tasks and creations are paired in order; a further creation is a new task, a surplus task is dropped.
    What a person changed by hand since the first reading is kept.
    """
    wanted = [action for action in reading.actions if isinstance(action, CreateTask)]
    made = [
        task for task in await tasks_of(session, speaker, earlier) if await made_by(session, earlier, task)
    ]
    if not made or not wanted:
        return HandlerResult(workspace_id=speaker.workspace_id)
    recorder = TaskRecorder(session, earlier, moment.now)
    for task, action in zip(made, wanted, strict=False):
        await _reword(session, recorder, speaker, world, task, action)
    for task in made[len(wanted) :]:
        if task.status == "open":
            await recorder.change(task, status="dropped")
    more = await Applying(session, speaker, world, earlier, moment.now).run(tuple(wanted[len(made) :]))
    await estimate_tasks(session, [*made[: len(wanted)], *more.tasks], earlier, moment)
    card = await card_of(session, earlier, speaker, moment.now)
    place = await card_message(session, speaker, earlier)
    return HandlerResult(
        [Reply(card.text, card.buttons, edits=place, operation_id=earlier.id)],
        workspace_id=speaker.workspace_id,
        embeds=earlier.id,
    )


async def _reword(
    session: AsyncSession,
    recorder: TaskRecorder,
    speaker: Speaker,
    world: World,
    task: Task,
    action: CreateTask,
) -> None:
    if task.status != "open":
        return
    by_hand = await changed_by_hand(session, recorder.operation, task)
    fields = {
        name: value for name, value in fields_of(speaker, world, action, task).items() if name not in by_hand
    }
    await recorder.change(task, **fields)


def fields_of(speaker: Speaker, world: World, action: CreateTask, task: Task) -> dict[str, Any]:
    """The columns that a creation sets, for a task that exists already. What was learned stands until more is said."""
    project = world.projects.get(action.project or "")
    business = world.businesses.get(action.business or "")
    assignee = world.members.get(action.assignee or "")
    return {
        "title": action.title,
        "business_id": project.business_id if project else business.id if business else None,
        "project_id": project.id if project else None,
        "assignee_id": assignee.id if assignee else own_task_of(speaker),
        "priority": action.priority or DEFAULT_PRIORITY,
        "deadline_on": action.due.date if action.due else None,
        "deadline_at": instant_of(action.due, speaker.zone) if action.due else None,
        **_estimate(action, task),
        "recurrence": action.recurrence,
        "reminder_minutes_before": action.reminder_minutes_before,
    }


def _estimate(action: CreateTask, task: Task) -> dict[str, Any]:
    if action.estimate_minutes is None and task.estimate_source != "stated":
        return {}
    source = "stated" if action.estimate_minutes else None
    minutes = {"estimate_minutes": action.estimate_minutes, "estimate_source": source}
    return minutes | {"estimate_low": None, "estimate_high": None}


async def made_by(session: AsyncSession, operation: Operation, task: Task) -> bool:
    """Whether the task was new with this operation."""
    statement = select(TaskEvent.id).where(
        TaskEvent.operation_id == operation.id, TaskEvent.task_id == task.id, col(TaskEvent.before).is_(None)
    )
    return (await session.exec(statement)).first() is not None


async def changed_by_hand(session: AsyncSession, operation: Operation, task: Task) -> set[str]:
    """Fields that another operation set since: a person's word stands against our re-reading."""
    statement = select(TaskEvent.after).where(
        TaskEvent.task_id == task.id,
        TaskEvent.operation_id != operation.id,
        col(TaskEvent.before).is_not(None),
    )
    return {name for after in (await session.exec(statement)).all() for name in after}


async def card_message(session: AsyncSession, speaker: Speaker, operation: Operation) -> int | None:
    """Where the operation's card stands; None when it is not delivered yet, and a new one is sent."""
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
