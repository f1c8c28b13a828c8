"""Applies an edited message to the tasks it made, instead of making them a second time."""

import datetime as dt
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.task import DEFAULT_PRIORITY, Task
from worker.core.business_access import within_access
from worker.core.handler import HandlerContext, HandlerResult
from worker.core.i18n import gettext_noop
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, tasks_of
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.apply_intents import IntentApplier
from worker.features.capture.reader_context import ReaderInputs, due_columns
from worker.features.estimates.service import estimate_tasks
from worker.features.tasks.views import card_of
from worker.understanding.context import Reading
from worker.understanding.intents import CreateTask

# Later than this, an edit is answered with a message of its own: nobody looks at the old card any more.
LATE_AFTER = dt.timedelta(hours=1)


async def apply_correction(
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    earlier: Operation,
    reading: Reading,
    context: HandlerContext,
) -> HandlerResult:
    """Update the tasks of the earlier operation to the new wording; its card is edited in place.

    A task goes with the creation of the same title, the others with the rest in order; a further creation is a new task, a
    surplus task is dropped. What was changed since the first reading is kept, and the answer says so.
    """
    wanted = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    made = [
        task
        for task in await tasks_of(session, speaker, earlier)
        if await was_created_by(session, earlier, task)
    ]
    if not made or not wanted:
        return HandlerResult(workspace_id=speaker.workspace_id)
    recorder = TaskRecorder(session, earlier, context.now)
    pairs, surplus, further = _paired(made, wanted)
    kept: list[str] = []
    for task, intent in pairs:
        kept += await _update_task(session, recorder, speaker, inputs, task, intent)
    for task in surplus:
        kept += await _drop_task(session, recorder, speaker, task)
    more = await IntentApplier(session, speaker, inputs, earlier, context.now).run(tuple(further))
    await estimate_tasks(session, [*(task for task, _ in pairs), *more.tasks], earlier, context)
    card = await card_of(session, earlier, speaker, context.now)
    place = await card_message_id(session, speaker, earlier)
    replies = [Reply(card.text, card.buttons, edits=place, operation_id=earlier.id)]
    late = context.now - earlier.created_at > LATE_AFTER
    if kept or (late and place is not None):
        told = "\n".join(kept) or speaker.translator.gettext("Changed as you edited it.")
        replies.append(Reply(f"{card.text}\n\n{told}", card.buttons, operation_id=earlier.id))
    return HandlerResult(replies, workspace_id=speaker.workspace_id, embeds=earlier.id)


def _paired(
    made: list[Task], wanted: list[CreateTask]
) -> tuple[list[tuple[Task, CreateTask]], list[Task], list[CreateTask]]:
    """The tasks with their creations, tasks that have none, and creations that have no task yet."""
    tasks, rest = list(made), list[CreateTask]()
    pairs: list[tuple[Task, CreateTask]] = []
    for intent in wanted:
        same = next((task for task in tasks if task.title == intent.title), None)
        if same is None:
            rest.append(intent)
        else:
            tasks.remove(same)
            pairs.append((same, intent))
    pairs += zip(tasks, rest, strict=False)
    return pairs, tasks[len(rest) :], rest[len(tasks) :]


async def _drop_task(
    session: AsyncSession, recorder: TaskRecorder, speaker: Speaker, task: Task
) -> list[str]:
    """Drop a task that the new wording no longer has, unless it was changed since; a line for each that is kept."""
    if task.status == "dropped":
        return []
    if task.status != "open" or await fields_changed_since(session, recorder.operation, task):
        return [_stays(speaker, task)]
    await recorder.change(task, status="dropped")
    return []


def _stays(speaker: Speaker, task: Task) -> str:
    gettext, title = speaker.translator.gettext, escape_html(speaker.translator.quote(task.title))
    if task.status == "done":
        return gettext("{task} is done already, so it stays as it is.", task=title)
    if task.status == "dropped":
        return gettext("{task} was dropped, so it stays as it is.", task=title)
    return gettext("{task} has been changed since, so it stays.", task=title)


async def _update_task(
    session: AsyncSession,
    recorder: TaskRecorder,
    speaker: Speaker,
    inputs: ReaderInputs,
    task: Task,
    intent: CreateTask,
) -> list[str]:
    """Give a task the fields of its new wording; a line for what stays because it was changed since."""
    columns = creation_columns(speaker, inputs, intent, task)
    differs = {name for name, value in columns.items() if getattr(task, name) != value}
    if task.status != "open":
        return [_stays(speaker, task)] if differs else []
    by_hand = await fields_changed_since(session, recorder.operation, task)
    fields = {name: value for name, value in columns.items() if name not in by_hand}
    await recorder.change(task, **within_access(inputs.names, fields, task))
    kept = [_FIELD_NAMES[name] for name in sorted(differs & by_hand & set(_FIELD_NAMES))]
    if not kept:
        return []
    gettext = speaker.translator.gettext
    names = ", ".join(dict.fromkeys(gettext(name) for name in kept))
    title = escape_html(speaker.translator.quote(task.title))
    return [gettext("{task}: kept what was changed since: {fields}.", task=title, fields=names)]


_FIELD_NAMES = {
    "title": gettext_noop("title"),
    "business_id": gettext_noop("business"),
    "project_id": gettext_noop("project"),
    "assignee_id": gettext_noop("person"),
    "priority": gettext_noop("priority"),
    "deadline_on": gettext_noop("deadline"),
    "estimate_minutes": gettext_noop("estimate"),
    "recurrence": gettext_noop("repetition"),
    "reminder_minutes_before": gettext_noop("reminder"),
}


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
