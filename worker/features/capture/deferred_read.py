"""Applies the model's later reading of a message beside what the rules made of it at first."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.business_access import within_access
from worker.core.directory_names import load_directory_names
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import tasks_of
from worker.core.task_recorder import TaskRecorder
from worker.features.capture.apply_reading import ReceivedText, apply_reading
from worker.features.capture.edited_message import (
    card_message_id,
    creation_columns,
    fields_changed_since,
    was_created_by,
)
from worker.features.capture.reader_context import ReaderInputs
from worker.features.capture.reading_adjustments import with_requested_reminders
from worker.features.capture.service import load_message_inputs, message_to_read, of_its_author
from worker.features.notes.service import keep_note
from worker.features.operations.service import undo_operation
from worker.features.tasks.change_field import field_text
from worker.features.tasks.views import card_of
from worker.services import Services
from worker.telegram.update import IncomingUpdate
from worker.understanding.context import Reading
from worker.understanding.intents import CreateTask

# The columns a difference is told by, with the letter of the card's field they belong to.
_TOLD = {
    "business_id": "b",
    "project_id": "p",
    "assignee_id": "a",
    "deadline_on": "d",
    "timing": "t",
    "estimate_minutes": "e",
    "priority": "r",
}


async def handle_second_reading(
    services: Services,
    speaker: Speaker,
    came: IncomingUpdate,
    heard: ReceivedText,
    operation_id: int,
    trace_id: str,
) -> Handler:
    """A text that rules have read: read by the model, compared. Raises ModelUnavailableError."""
    async with services.database.transaction() as session:
        world = await load_message_inputs(session, speaker, came, without=operation_id)
    message = message_to_read(speaker, came, heard)
    reading = await services.understanding.read_by_model(
        message,
        world.context,
        workspace_id=speaker.workspace_id,
        trace_id=trace_id,
        step="reread",
    )
    reading = with_requested_reminders(reading, heard.text, heard.received_at.astimezone(speaker.zone))
    reading = of_its_author(reading, message, came, world)

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        statement = select(Operation).where(Operation.id == operation_id).with_for_update()
        operation = (await session.exec(statement)).one()
        return await _compare(services, session, speaker, world, operation, heard, reading, context)

    return Handler(apply)


async def _compare(
    services: Services,
    session: AsyncSession,
    speaker: Speaker,
    world: ReaderInputs,
    operation: Operation,
    heard: ReceivedText,
    reading: Reading,
    context: HandlerContext,
) -> HandlerResult:
    if operation.undone_at is not None:
        return HandlerResult(workspace_id=speaker.workspace_id)
    operation.degraded = None
    session.add(operation)
    made = [
        task
        for task in await tasks_of(session, speaker, operation)
        if await was_created_by(session, operation, task)
    ]
    wanted = [intent for intent in reading.intents if isinstance(intent, CreateTask)]
    if len(made) == len(wanted) == len(reading.intents) and made:
        return await _adjust(session, speaker, world, operation, made, wanted, context)
    if not reading.intents and not made:
        note = await keep_note(session, speaker, heard.text, heard.message_id, reading, context)
        return HandlerResult([note] if note else [], workspace_id=speaker.workspace_id)
    if not reading.intents:
        return HandlerResult(
            await _card_again(session, speaker, operation, context, None), workspace_id=speaker.workspace_id
        )
    if any([await fields_changed_since(session, operation, task) for task in made]):
        kept = speaker.translator.gettext(
            "Read again, differently. I leave it as it is, because you have changed it since."
        )
        return HandlerResult(
            await _card_again(session, speaker, operation, context, kept), workspace_id=speaker.workspace_id
        )
    return await _replace(services, session, speaker, world, operation, heard, reading, context)


async def _adjust(
    session: AsyncSession,
    speaker: Speaker,
    world: ReaderInputs,
    operation: Operation,
    made: list[Task],
    wanted: list[CreateTask],
    context: HandlerContext,
) -> HandlerResult:
    """The same tasks, some fields otherwise: changed under an operation of their own, so that Undo brings them back."""
    names, today = await load_directory_names(session, speaker), speaker.today(context.now)
    reread = await new_operation(session, speaker, "reread", context)
    reread.reader = "openai"
    recorder, told = TaskRecorder(session, reread, context.now), list[str]()
    for task, intent in zip(made, wanted, strict=True):
        if task.status != "open":
            continue
        by_hand = await fields_changed_since(session, operation, task)
        fields = {k: v for k, v in creation_columns(speaker, world, intent, task).items() if k not in by_hand}
        before = {c: field_text(letter, task, names, speaker, today) for c, letter in _TOLD.items()} | {
            "title": task.title
        }
        if await recorder.change(task, **within_access(names, fields, task)):
            after = {c: field_text(letter, task, names, speaker, today) for c, letter in _TOLD.items()} | {
                "title": task.title
            }
            told += [
                f"{escape_html(before[c])} → {escape_html(after[c])}" for c in after if before[c] != after[c]
            ]
    note = speaker.translator.gettext("Read again: {changes}", changes=", ".join(told)) if told else None
    replies = await _card_again(
        session, speaker, operation, context, note, undo_id=reread.id if told else None
    )
    return HandlerResult(replies, workspace_id=speaker.workspace_id, embeds=operation.id)


async def _replace(
    services: Services,
    session: AsyncSession,
    speaker: Speaker,
    world: ReaderInputs,
    operation: Operation,
    heard: ReceivedText,
    reading: Reading,
    context: HandlerContext,
) -> HandlerResult:
    """Something else altogether: the first reading is undone as far as nobody touched it, the second applied."""
    assert operation.id is not None
    await undo_operation(session, speaker, operation.id, trace_id=context.trace_id, now=context.now)
    old = await _card_again(
        session, speaker, operation, context, speaker.translator.gettext("Read again, see below.")
    )
    done = await apply_reading(services, session, speaker, world, heard, reading, context)
    return HandlerResult([*old, *done.replies], workspace_id=done.workspace_id, embeds=done.embeds)


async def _card_again(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    context: HandlerContext,
    note: str | None,
    undo_id: int | None = None,
) -> list[Reply]:
    """The card where it stands; nothing when there is none and nothing to tell."""
    place = await card_message_id(session, speaker, operation)
    if place is None and note is None:
        return []
    card = await card_of(session, operation, speaker, context.now, note=note)
    rows = card.buttons
    if undo_id is not None:
        rows = (*rows, (Button(speaker.translator.gettext("Keep mine"), f"undo:{undo_id}:{operation.id}"),))
    return [Reply(card.text, rows, edits=place, operation_id=operation.id)]
