"""Capture: a message in plain words is understood, applied and answered with a card."""

import datetime as dt
import re
from dataclasses import replace
from functools import partial

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture import deferred_read_queue, edited_message
from worker.features.capture.answers import (
    AnswerInputs,
    compute_answer,
    needs_long_work,
    prepare_answers,
)
from worker.features.capture.apply_intents import MAX_INTENTS
from worker.features.capture.apply_reading import ReceivedText, apply_reading
from worker.features.capture.reader_context import ReaderInputs, load_reader_inputs
from worker.features.capture.reading_adjustments import with_requested_reminders
from worker.features.directory.plain_requests import handle_plain_request
from worker.features.estimates.service import (
    answers_actual_time,
    corrects_actual_time,
    record_corrected_time,
    record_typed_time,
)
from worker.features.explain.service import store_reasons
from worker.features.notes.service import settle_notes
from worker.services import Services
from worker.telegram.update import IncomingUpdate
from worker.understanding.context import Message, Reading
from worker.understanding.intents import CreateTask
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.transliteration import latin
from worker.understanding.reader import read_request


async def capture(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText, trace_id: str
) -> Handler:
    """Understand now (nothing is held meanwhile, I7); the handler applies it."""
    earlier: Operation | None = None
    world: ReaderInputs | None = None
    async with services.database.transaction() as session:
        if incoming.edited:
            earlier = await _earlier(session, speaker, incoming.message_id)
        else:
            world = await world_of(session, speaker, incoming)
            requested = read_request(message_of(speaker, incoming, heard), world.context)
            if requested is not None:
                return _applying(services, speaker, incoming, heard, world, requested, trace_id)
            if await answers_actual_time(
                session, speaker, heard.text, incoming.reply_to_message_id, heard.received_at
            ):
                return _timed(speaker, incoming, heard)
            if incoming.reply_to_message_id is None and await corrects_actual_time(
                session, speaker, heard.text, heard.received_at
            ):
                return _timed(speaker, incoming, heard)
            of_world = await handle_plain_request(
                session,
                speaker,
                heard.text,
                heard.received_at,
                reply_to_message_id=incoming.reply_to_message_id,
                spoken=heard.transcript,
                theirs=not incoming.forwarded,
            )
            if of_world is not None:
                return of_world
    if earlier is not None:
        world, reading = await _read(services, speaker, incoming, heard, trace_id, without=earlier.id)
        if any(isinstance(intent, CreateTask) for intent in reading.intents):
            return _correcting(speaker, world, earlier, heard, reading)
    world, reading = await _read(services, speaker, incoming, heard, trace_id, world=world)
    return _applying(services, speaker, incoming, heard, world, reading, trace_id)


def _applying(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    world: ReaderInputs,
    reading: Reading,
    trace_id: str,
) -> Handler:
    """The handler of a message that was read: its plans and searches are worked out before it is applied."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if incoming.edited:
            await settle_notes(session, speaker, incoming.message_id, context.now)
        said = replace(heard, surroundings=deferred_read_queue.surroundings_of(incoming))
        return await apply_reading(services, session, speaker, world, said, reading, context)

    if not any(needs_long_work(intent) for intent in reading.intents):
        return Handler(apply)

    async def prepare(session: AsyncSession, now: dt.datetime) -> list[AnswerInputs]:
        return await prepare_answers(session, speaker, reading.intents[:MAX_INTENTS], heard.text, now)

    return Handler(apply, prepare, partial(compute_answer, services, trace_id))


def _timed(speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText) -> Handler:
    """How long a done task took, said in so many words."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        replies = await record_typed_time(session, speaker, heard.text, incoming.reply_to_message_id, context)
        replies = replies or await record_corrected_time(session, speaker, heard.text, context)
        # Taken back in the same second: there is no task to tell the time of.
        gone = Reply(speaker.translator.gettext("This task is open again."))
        return HandlerResult(replies or [gone], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _read(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    trace_id: str,
    *,
    without: int | None = None,
    world: ReaderInputs | None = None,
) -> tuple[ReaderInputs, Reading]:
    if world is None:
        async with services.database.transaction() as session:
            world = await world_of(session, speaker, incoming, without=without)
    reading = await services.understanding.read(
        message_of(speaker, incoming, heard),
        world.context,
        workspace_id=speaker.workspace_id,
        trace_id=trace_id,
    )
    return world, with_requested_reminders(reading, heard.text)


async def world_of(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, *, without: int | None = None
) -> ReaderInputs:
    """The world a message speaks of; `without` the tasks that an operation made or changed."""
    world = await load_reader_inputs(
        session, speaker, replied_to_message_id=incoming.reply_to_message_id, without_operation=without
    )
    if not incoming.forwarded:
        return world
    # Their "it" is not what we have just talked about.
    return replace(world, context=replace(world.context, recent=(), replied_to=None))


def message_of(speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText) -> Message:
    """The message as understanding takes it."""
    return Message(
        _unaddressed(heard.text, speaker.name),
        heard.received_at.astimezone(speaker.zone),
        voice=heard.transcript,
        forwarded=incoming.forwarded,
        reply=incoming.reply_to_message_id is not None,
    )


def _unaddressed(text: str, name: str) -> str:
    """A forwarded "Anna, the invoice ..." without the call to Anna herself: she is no member to be given it."""
    called = re.match(r"(?P<name>[^\W\d_]+)\s*[,:!]\s*(?=\w)", text)
    # The name may be written in the other alphabet.
    own = called is not None and latin(lowered(called["name"])) == latin(
        lowered(name.split(" ", maxsplit=1)[0])
    )
    return text[called.end() :] if called is not None and own else text


def _correcting(
    speaker: Speaker, world: ReaderInputs, earlier: Operation, heard: ReceivedText, reading: Reading
) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        operation = (
            await session.exec(select(Operation).where(Operation.id == earlier.id).with_for_update())
        ).one()
        store_reasons(
            operation, heard.text, world.context, reading, heard.received_at.astimezone(speaker.zone)
        )
        await deferred_read_queue.wait_anew(
            session, speaker, operation, reading, heard.text, heard.received_at, context
        )
        return await edited_message.apply_correction(session, speaker, world, operation, reading, context)

    return Handler(apply)


async def _earlier(session: AsyncSession, speaker: Speaker, message_id: int | None) -> Operation | None:
    """The operation that an edited message led to, if it made tasks and still stands."""
    made = select(TaskEvent.operation_id).where(
        TaskEvent.workspace_id == speaker.workspace_id, col(TaskEvent.before).is_(None)
    )
    statement = select(Operation).where(
        Operation.chat_id == speaker.chat_id,
        Operation.workspace_id == speaker.workspace_id,
        Operation.source_message_id == message_id,
        Operation.kind == "capture",
        col(Operation.id).in_(made),
    )
    found = (await session.exec(statement)).first()
    return None if found is None or found.undone_at is not None else found
