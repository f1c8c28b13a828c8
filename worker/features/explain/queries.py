"""Loads everything stored about one message by its trace, within the speaker's workspace."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.deferred_read import DeferredRead
from models.tables.inbound_update import InboundUpdate
from models.tables.model_call import ModelCall
from models.tables.note import Note
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.core.operations import UNDO_KINDS, of_conversation
from worker.core.speaker import Speaker
from worker.core.task_access import tasks_of
from worker.understanding.llm.llm_reader import PURPOSE as READING
from worker.understanding.voice.transcription import PURPOSE as HEARING

# Kinds of operations that messages make; callbacks and undos have traces of their own.
_OF_MESSAGES = ("capture", "world")


@dataclass(slots=True)
class MessageTrace:
    """Everything stored about the handling of one message."""

    trace_id: str
    update: InboundUpdate | None = None
    calls: Sequence[ModelCall] = ()
    operation: Operation | None = None
    tasks: Sequence[Task] = ()
    note: Note | None = None
    late: DeferredRead | None = None
    answers: Sequence[OutboundMessage] = field(default_factory=tuple)


async def load_trace(
    session: AsyncSession, speaker: Speaker, reply_to_message_id: int | None
) -> MessageTrace | None:
    """The trace of the message replied to (or of the card's), else of the last one read in this chat."""
    if reply_to_message_id is not None:
        trace_id = await _trace_of_reply(session, speaker, reply_to_message_id)
    else:
        trace_id = await _last_trace(session, speaker)
    return None if trace_id is None else await _load_trace(session, speaker, trace_id)


async def _trace_of_reply(session: AsyncSession, speaker: Speaker, message_id: int) -> str | None:
    ours = (
        select(OutboundMessage.trace_id)
        .where(
            OutboundMessage.workspace_id == speaker.workspace_id,
            OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
            OutboundMessage.telegram_message_id == message_id,
        )
        # The first: later rows are edits by buttons.
        .order_by(col(OutboundMessage.id))
    )
    theirs = (
        select(Operation.trace_id)
        .where(of_conversation(speaker), Operation.source_message_id == message_id)
        .order_by(col(Operation.id).desc())
    )
    return (await session.exec(ours)).first() or (await session.exec(theirs)).first()


async def _last_trace(session: AsyncSession, speaker: Speaker) -> str | None:
    done = (
        select(Operation.trace_id, Operation.created_at)
        .where(of_conversation(speaker), col(Operation.kind).in_(_OF_MESSAGES))
        .order_by(col(Operation.id).desc())
        .limit(1)
    )
    waiting = (
        select(DeferredRead.trace_id, DeferredRead.received_at)
        .where(DeferredRead.chat_id == speaker.chat_id)
        .order_by(col(DeferredRead.id).desc())
        .limit(1)
    )
    found = [*(await session.exec(done)).all(), *(await session.exec(waiting)).all()]
    return max(found, key=lambda row: row[1])[0] if found else None


async def _load_trace(session: AsyncSession, speaker: Speaker, trace_id: str) -> MessageTrace:
    workspace = speaker.workspace_id
    # An embedding or a guessed estimate of the same message comes after its answer and read nothing.
    calls = select(ModelCall).where(
        ModelCall.trace_id == trace_id,
        ModelCall.workspace_id == workspace,
        col(ModelCall.purpose).in_((HEARING, READING)),
    )
    operations = select(Operation).where(
        Operation.trace_id == trace_id,
        Operation.workspace_id == workspace,
        col(Operation.kind).not_in(UNDO_KINDS),
    )
    answers = select(OutboundMessage).where(
        OutboundMessage.trace_id == trace_id, OutboundMessage.workspace_id == workspace
    )
    notes = select(Note).where(Note.trace_id == trace_id, Note.workspace_id == workspace)
    late = select(DeferredRead).where(
        DeferredRead.trace_id == trace_id, DeferredRead.workspace_id == workspace
    )
    operation = (await session.exec(operations.order_by(col(Operation.id)))).first()
    return MessageTrace(
        trace_id,
        # The update's row has no workspace; its trace was found by rows of this one.
        update=(await session.exec(select(InboundUpdate).where(InboundUpdate.trace_id == trace_id))).first(),
        calls=(await session.exec(calls.order_by(col(ModelCall.id)))).all(),
        operation=operation,
        tasks=await tasks_of(session, speaker, operation) if operation else (),
        note=(await session.exec(notes)).first(),
        late=(await session.exec(late)).first(),
        answers=(await session.exec(answers.order_by(col(OutboundMessage.id)))).all(),
    )
