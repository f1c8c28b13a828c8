"""The rows of messages that wait for the model to come back, and the replies to their authors."""

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.deferred_read import DeferredRead
from models.tables.operation import Operation
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.tasks.views import TRANSIENT_REASONS
from worker.telegram.group_details import GroupDetails
from worker.telegram.message_content import AudioAttachment
from worker.telegram.update import IncomingUpdate
from worker.understanding.context import Reading

# In what is kept of a message: the row of the group where it was said.
IN_GROUP = "group"
FIRST_WAIT = dt.timedelta(seconds=20)
# Why the model did not read a message, where it will not be asked again.
FINAL_REASON = "away"


def can_be_read_again(reading: Reading) -> bool:
    """Whether the model is to read this message again when it is back."""
    return reading.degraded in TRANSIENT_REASONS


def deferred_text(
    speaker: Speaker,
    operation: Operation,
    text: str,
    received_at: dt.datetime,
    context: HandlerContext,
    surroundings: dict[str, Any] | None = None,
) -> DeferredRead:
    """The row that makes the model read a text again, and compare; `surroundings` as `message_surroundings` gives them."""
    row = _waiting(speaker, received_at, context)
    row.operation_id, row.text, row.source_message_id = operation.id, text, operation.source_message_id
    row.sound = (row.sound or {}) | (surroundings or {}) or None
    return row


def message_surroundings(incoming: IncomingUpdate) -> dict[str, Any] | None:
    """What a later reading must know besides the words: the message answered, and whether it was forwarded."""
    if incoming.reply_to_message_id is None and not incoming.forwarded and incoming.group.thread_id is None:
        return None
    topic = {} if incoming.group.thread_id is None else {"thread": incoming.group.thread_id}
    author = {"author": incoming.author} if incoming.author else {}
    return {"reply_to": incoming.reply_to_message_id, "forwarded": incoming.forwarded, **author, **topic}


def original_update(row: DeferredRead, speaker: Speaker) -> IncomingUpdate:
    """The message of a late reading, for those who read it like a new one."""
    kept = row.sound or {}
    return IncomingUpdate(
        0,
        "voice" if row.text is None else "text",
        chat_telegram_id=speaker.chat_telegram_id,
        message_id=row.source_message_id,
        reply_to_message_id=kept.get("reply_to"),
        text=row.text or kept.get("caption") or "",
        forwarded=bool(kept.get("forwarded")),
        author=str(kept.get("author") or ""),
        private=speaker.group is None,
        group=GroupDetails(thread_id=kept.get("thread")),
        audio=None if row.text is not None else _audio_of(kept),
    )


def _audio_of(kept: dict[str, Any]) -> AudioAttachment:
    return AudioAttachment(**{field.name: kept[field.name] for field in fields(AudioAttachment)})


async def defer_edited_text(
    session: AsyncSession,
    speaker: Speaker,
    operation: Operation,
    reading: Reading,
    text: str,
    received_at: dt.datetime,
    context: HandlerContext,
) -> None:
    """An edited message: its old wording is no longer to be read; the new one is, if the model was away for it too."""
    statement = select(DeferredRead).where(
        DeferredRead.operation_id == operation.id, DeferredRead.state == "waiting"
    )
    for row in (await session.exec(statement.with_for_update())).all():
        row.state, row.settled_at, row.text, row.sound = "settled", context.now, None, None
    operation.degraded = reading.degraded
    if can_be_read_again(reading):
        session.add(deferred_text(speaker, operation, text, received_at, context))


def deferred_recording(
    speaker: Speaker,
    incoming: IncomingUpdate,
    audio: AudioAttachment,
    received_at: dt.datetime,
    context: HandlerContext,
) -> DeferredRead:
    """The row that makes the model hear a recording when it is back; its caption waits with it."""
    row = _waiting(speaker, received_at, context)
    caption = {"caption": incoming.text} if incoming.text.strip() else {}
    row.sound = (row.sound or {}) | asdict(audio) | (message_surroundings(incoming) or {}) | caption
    row.source_message_id = incoming.message_id
    return row


def deferred_text_reply(speaker: Speaker) -> Reply:
    """Rules made nothing of it, and the model is away: it is kept."""
    return Reply(
        speaker.translator.gettext(
            "The model is not answering just now. Your message is saved; I will read it when it does."
        )
    )


def deferred_recording_reply(speaker: Speaker) -> Reply:
    """A recording that waits."""
    return Reply(
        speaker.translator.gettext(
            "The model is not answering just now. Your recording is saved; I will listen to it when it does."
        )
    )


def queued_recording_reply(speaker: Speaker) -> Reply:
    """A recording that waits for another one to be heard."""
    return Reply(
        speaker.translator.gettext("I am listening to another long recording. Yours is saved; it comes next.")
    )


def _waiting(speaker: Speaker, received_at: dt.datetime, context: HandlerContext) -> DeferredRead:
    return DeferredRead(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        sound=None if speaker.group is None else {IN_GROUP: speaker.group_id},
        trace_id=context.trace_id,
        received_at=received_at,
        next_try_at=context.now + FIRST_WAIT,
    )
