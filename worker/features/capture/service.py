"""Reads a message in plain words, applies it and answers with a card."""

import datetime as dt
import re
from dataclasses import replace
from functools import partial

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.workspace import Workspace
from worker.core.directory_names import DirectoryNames
from worker.core.handler import Handler, HandlerContext, HandlerResult, both
from worker.core.member_roles import has_right
from worker.core.reply import Reply
from worker.core.reply_place import in_private
from worker.core.speaker import Speaker
from worker.features.assignments.pointed import Pointed, find_pointed
from worker.features.assignments.spoken import Said, reported_task, spoken_answer
from worker.features.capture import deferred_read_queue, edited_message
from worker.features.capture.answers import (
    AnswerInputs,
    compute_answer,
    needs_long_work,
    prepare_answers,
)
from worker.features.capture.apply_intents import MAX_INTENTS
from worker.features.capture.apply_reading import ReceivedText, apply_reading
from worker.features.capture.private_intents import divided, has_private_matters
from worker.features.capture.reader_context import ReaderInputs, load_reader_inputs
from worker.features.capture.reading_adjustments import with_requested_reminders
from worker.features.capture.reminder_wishes import answered_or_asked
from worker.features.capture.withdrawn_message import (
    handler_after_undo,
    handler_without_effect,
    has_made_tasks,
    operations_of_message,
    withdrawal_handler,
)
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
from worker.understanding.client_message import is_outsider, read_as_clients
from worker.understanding.context import Message, Reading
from worker.understanding.intents import AddComment, AddItems, CreateTask, ShowFiles
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.transliteration import latin
from worker.understanding.reader import read_request
from worker.understanding.reminder_wishes import without_until_done
from worker.understanding.withdrawal import without_withdrawn


async def capture_message(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText, trace_id: str
) -> Handler:
    """Understand now (nothing is held meanwhile, I7); the handler applies it."""
    if incoming.edited:
        return await _edited(services, speaker, incoming, heard, trace_id)
    return await _new(services, speaker, incoming, heard, trace_id)


async def _new(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText, trace_id: str
) -> Handler:
    if incoming.forwarded:
        async with services.database.transaction() as session:
            world = await load_message_inputs(session, speaker, incoming)
        if is_outsider(incoming.author, world.context):
            world, reading = await _read(services, speaker, incoming, heard, trace_id, world)
            return apply_read_message(services, speaker, incoming, heard, world, reading, trace_id)
    async with services.database.transaction() as session:
        world = await load_message_inputs(session, speaker, incoming)
        requested = read_request(message_to_read(speaker, incoming, heard), world.context)
        # In a group the newest message may have been for somebody else: there only a reply answers.
        replied = incoming.reply_to_message_id is not None and not _is_beside_answers(requested)
        if (requested is None and speaker.group is None) or replied:
            said = Said(message_to_read(speaker, incoming, heard), world.context, world.names, heard.text)
            pointed = await find_pointed(session, speaker, incoming.reply_to_message_id, said.message.now)
            answered = await spoken_answer(session, speaker, said, pointed)
            if answered is not None:
                return answered
            incoming, world = await _about_assignment(session, speaker, said, pointed, incoming, world)
        if requested is not None:
            return apply_read_message(services, speaker, incoming, heard, world, requested, trace_id)
        answered = await _answer_to_question(session, speaker, incoming, heard, world.names)
        if answered is not None:
            return answered
        wish = None
        if speaker.group is None:
            wish = await answered_or_asked(session, speaker, incoming, heard)
    if isinstance(wish, Handler):
        return wish
    heard = heard if wish is None else replace(heard, text=wish.text)
    world, reading = await _read(services, speaker, incoming, heard, trace_id, world)
    handler = apply_read_message(services, speaker, incoming, heard, world, reading, trace_id)
    return handler if wish is None else wish.settling(handler)


async def capture_of_tasks(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText, trace_id: str
) -> Handler | None:
    """The handler of a text of which only what it says of tasks counts, read by rules; None when that is not all of it."""
    async with services.database.transaction() as session:
        world = replace(await load_message_inputs(session, speaker, incoming), rules_alone=True)
        if await _directory_request(session, speaker, incoming, heard, world.names) is not None:
            return None
    reading = read_request(message_to_read(speaker, incoming, heard), world.context)
    if reading is None:
        world, reading = await _read(services, speaker, incoming, heard, trace_id, world)
    if not reading.intents or has_private_matters(reading):
        return None
    return apply_read_message(services, speaker, incoming, heard, world, reading, trace_id)


def _is_beside_answers(requested: Reading | None) -> bool:
    """Whether a message puts a comment or items with a task, or asks for its files: no answer to whoever gave it."""
    return requested is not None and any(
        isinstance(each, AddComment | AddItems | ShowFiles) for each in requested.intents
    )


async def _answer_to_question(
    session: AsyncSession,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    names: DirectoryNames,
) -> Handler | None:
    """The handler of a text that says how long something took, or that is about businesses, people and projects."""
    reply_to = incoming.reply_to_message_id
    asked = speaker.group is None or reply_to is not None
    if asked and await answers_actual_time(session, speaker, heard.text, reply_to, heard.received_at):
        return _timed(speaker, incoming, heard)
    if reply_to is None and await corrects_actual_time(session, speaker, heard.text, heard.received_at):
        return _timed(speaker, incoming, heard)
    return await _directory_request(session, speaker, incoming, heard, names)


async def _about_assignment(
    session: AsyncSession,
    speaker: Speaker,
    said: Said,
    pointed: Pointed | None,
    incoming: IncomingUpdate,
    world: ReaderInputs,
) -> tuple[IncomingUpdate, ReaderInputs]:
    """A report right after a given task was told, or in reply to it, is a reply to that task's card."""
    report = await reported_task(session, speaker, said, pointed)
    if report is None:
        return incoming, world
    message_id, ref = report
    context = replace(world.context, replied_to=ref, recent=(ref,))
    return replace(incoming, reply_to_message_id=message_id), replace(world, context=context)


async def _edited(
    services: Services, speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText, trace_id: str
) -> Handler:
    """A message acts as what it has become: its tasks get the new wording, or what it did is undone before the new
    wording takes effect. A wording of which nothing can be made leaves everything as it was."""
    remains = without_withdrawn(heard.text)
    if remains == "":
        return withdrawal_handler(speaker, incoming.message_id)
    heard = heard if remains is None else replace(heard, text=remains)
    if not has_right(speaker, "change"):
        # What they made when they might is not changed by its new wording.
        return await _new(services, speaker, replace(incoming, edited=False), heard, trace_id)
    async with services.database.transaction() as session:
        earlier = await _earlier(session, speaker, incoming.message_id)
        made = earlier is not None and await has_made_tasks(session, earlier)
        world = await load_message_inputs(session, speaker, incoming, without=earlier.id if earlier else None)
        requested = read_request(message_to_read(speaker, incoming, heard), world.context)
        of_world = None
        if not requested:
            of_world = await _directory_request(session, speaker, incoming, heard, world.names)
    if of_world is not None:
        return handler_after_undo(of_world, speaker, incoming.message_id)
    if requested is None:
        world, requested = await _read(services, speaker, incoming, heard, trace_id, world)
    if earlier is not None and made and any(isinstance(intent, CreateTask) for intent in requested.intents):
        return _correcting(speaker, world, earlier, heard, requested)
    handler = apply_read_message(services, speaker, incoming, heard, world, requested, trace_id)
    if earlier is not None and not (requested.intents or requested.asked):
        return handler_without_effect(handler, speaker, incoming.message_id)
    return handler_after_undo(handler, speaker, incoming.message_id)


async def _directory_request(
    session: AsyncSession,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    names: DirectoryNames,
) -> Handler | None:
    """In a group it is the author's own matter, and all that they know of counts, not the group's business alone."""
    handler = await handle_plain_request(
        session,
        speaker.in_private(),
        heard.text,
        heard.received_at,
        reply_to_message_id=incoming.reply_to_message_id,
        spoken=heard.transcript,
        theirs=not incoming.forwarded,
        fresh=not incoming.edited and speaker.group is None,
        names=names if speaker.group is None else None,
    )
    return handler if handler is None or speaker.group is None else in_private(handler, speaker)


def apply_read_message(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    world: ReaderInputs | None,
    reading: Reading,
    trace_id: str,
) -> Handler:
    """The handler of a message that was read: its plans and searches are worked out before it is applied.

    What of a message in a group is nobody else's matter is carried out and answered in its author's private chat.
    """
    if speaker.group is not None and has_private_matters(reading):
        own, rest = divided(reading)
        home, message = speaker.in_private(), replace(heard, message_id=None)
        alone = replace(incoming, message_id=None, reply_to_message_id=None, private=True)
        privately = in_private(
            apply_read_message(services, home, alone, message, None, own, trace_id), speaker
        )
        if not (rest.intents or rest.asked):
            return privately
        return both(privately, apply_read_message(services, speaker, incoming, heard, world, rest, trace_id))

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        said = replace(heard, surroundings=deferred_read_queue.message_surroundings(incoming))
        known = world or await load_reader_inputs(session, speaker)
        return await apply_reading(services, session, speaker, known, said, reading, context)

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
        # Undone in the same second: there is no task to tell the time of.
        gone = Reply(speaker.translator.gettext("This task is open again."))
        return HandlerResult(replies or [gone], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _read(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    heard: ReceivedText,
    trace_id: str,
    world: ReaderInputs,
) -> tuple[ReaderInputs, Reading]:
    message = message_to_read(speaker, incoming, heard)
    reading = await services.understanding.read(
        message,
        world.context,
        workspace_id=speaker.workspace_id,
        trace_id=trace_id,
        rules_alone=world.rules_alone,
    )
    reading = with_requested_reminders(reading, heard.text, heard.received_at.astimezone(speaker.zone))
    return world, of_its_author(reading, message, incoming, world)


def of_its_author(
    reading: Reading, message: Message, incoming: IncomingUpdate, world: ReaderInputs
) -> Reading:
    """The reading, as that of a client's message where somebody outside of the team wrote what was forwarded."""
    if not (incoming.forwarded and is_outsider(incoming.author, world.context)):
        return reading
    return read_as_clients(reading, incoming.author, message.text)


async def load_message_inputs(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, *, without: int | None = None
) -> ReaderInputs:
    """The world a message speaks of, as it would be `without` what an operation did."""
    world = await load_reader_inputs(
        session,
        speaker,
        replied_to_message_id=incoming.reply_to_message_id,
        without_operation=without,
        said=incoming.text,
    )
    workspace = await session.get_one(Workspace, speaker.workspace_id)
    world = replace(world, rules_alone=workspace.reads_by_rules)
    if not incoming.forwarded:
        return world
    # Their "it" is not what we have just talked about.
    return replace(world, context=replace(world.context, recent=(), replied_to=None))


def message_to_read(speaker: Speaker, incoming: IncomingUpdate, heard: ReceivedText) -> Message:
    """The message as understanding takes it."""
    text = without_until_done(heard.text) or heard.text
    return Message(
        _unaddressed(text, speaker.name),
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
        await settle_notes(session, speaker, heard.message_id, context.now)
        operation = (
            await session.exec(select(Operation).where(Operation.id == earlier.id).with_for_update())
        ).one()
        operation.said_hash = context.said_hash
        store_reasons(
            operation, heard.text, world.context, reading, heard.received_at.astimezone(speaker.zone)
        )
        await deferred_read_queue.defer_edited_text(
            session, speaker, operation, reading, heard.text, heard.received_at, context
        )
        return await edited_message.apply_correction(session, speaker, world, operation, reading, context)

    return Handler(apply)


async def _earlier(session: AsyncSession, speaker: Speaker, message_id: int | None) -> Operation | None:
    """The newest operation that an edited message led to and that still stands."""
    found = await operations_of_message(session, speaker, message_id)
    return next((operation for operation in found if operation.undone_at is None), None)
