"""A voice message, with its caption, becomes text; what cannot be heard is told, and the caption is read alone."""

import datetime as dt
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.date_formats import minutes_text
from worker.core.handler import Handler, HandlerContext, HandlerResult, reply_only
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.capture import deferred_read_queue
from worker.features.capture.apply_reading import ReceivedText
from worker.features.capture.reader_context import load_reader_inputs
from worker.features.capture.service import capture_message
from worker.features.directory.glossary import load_corrections
from worker.services import Services
from worker.telegram.client import Refused
from worker.telegram.message_content import AudioAttachment
from worker.telegram.update import IncomingUpdate
from worker.understanding.voice.transcriber import PASSING, CannotHear
from worker.understanding.voice.transcription import Transcript

# Telegram gives bots no file above 20 MB.
_SIZE_LIMIT = 20 * 1024 * 1024
_TOO_BIG = "file is too big"  # as Telegram's getFile words it


async def handle_voice_message(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    audio: AudioAttachment,
    received_at: dt.datetime,
    trace_id: str,
) -> Handler:
    """Transcribe and capture, a caption first; deferred while the model is unavailable, any other failure is answered
    at once.

    Raises an error that is retried when Telegram is unavailable.
    """
    try:
        said = await transcribe_voice(services, speaker, audio, trace_id)
    except CannotHear as reason:
        if reason.code in PASSING:
            return _defer_reading(speaker, incoming, audio, received_at, busy=reason.code == "busy")
        return await handle_unheard(services, speaker, incoming, reason, received_at, trace_id)
    return await handle_heard(services, speaker, incoming, said, received_at, trace_id)


async def handle_heard(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    said: Transcript,
    received_at: dt.datetime,
    trace_id: str,
) -> Handler:
    """Capture what was said, below the caption; a note follows when the budget ran out within the recording."""
    text = "\n".join(part for part in (incoming.text.strip(), said.text) if part)
    spoken = ReceivedText(text, received_at, incoming.message_id, transcript=True)
    handler = await capture_message(services, speaker, incoming, spoken, trace_id)
    return handler if said.over_budget is None else _followed_by(handler, _partial_note(speaker, said))


async def handle_unheard(
    services: Services,
    speaker: Speaker,
    incoming: IncomingUpdate,
    reason: CannotHear,
    received_at: dt.datetime,
    trace_id: str,
) -> Handler:
    """Say why a recording was not heard; its caption is captured all the same."""
    refusal = refusal_text(speaker, reason)
    if not incoming.text.strip():
        return reply_only(Reply(refusal), workspace_id=speaker.workspace_id)
    caption = ReceivedText(incoming.text.strip(), received_at, incoming.message_id)
    return _followed_by(await capture_message(services, speaker, incoming, caption, trace_id), refusal)


async def transcribe_voice(
    services: Services, speaker: Speaker, audio: AudioAttachment, trace_id: str
) -> Transcript:
    """The transcript of a recording. Raises CannotHear, and TelegramFailure when it cannot be downloaded now."""
    if audio.size > _SIZE_LIMIT:
        raise CannotHear("too_large")
    services.transcriber.check(audio.seconds)
    async with services.transcriber.room_for(audio.size):
        content = await _download(services, audio)
        async with services.database.transaction() as session:
            world = await load_reader_inputs(session, speaker)
            corrections = await load_corrections(session, speaker)
        return await services.transcriber.hear(
            content,
            world.context,
            corrections=corrections,
            seconds=audio.seconds,
            workspace_id=speaker.workspace_id,
            trace_id=trace_id,
        )


def _partial_note(speaker: Speaker, said: Transcript) -> str:
    translator = speaker.translator
    return translator.gettext(
        "The model budget ran out partway through this recording: I heard {heard} of {whole}.",
        heard=minutes_text(translator, round((said.heard_seconds or 0) / 60)),
        whole=minutes_text(translator, round((said.seconds or 0) / 60)),
    )


def _followed_by(handler: Handler, note: str) -> Handler:
    """The handler with one more reply."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        done = await handler.apply(session, context)
        return replace(done, replies=[*done.replies, Reply(note, purpose="notice")])

    return replace(handler, apply=apply)


def _defer_reading(
    speaker: Speaker,
    incoming: IncomingUpdate,
    audio: AudioAttachment,
    received_at: dt.datetime,
    *,
    busy: bool,
) -> Handler:
    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        session.add(deferred_read_queue.deferred_recording(speaker, incoming, audio, received_at, context))
        kept = (
            deferred_read_queue.queued_recording_reply(speaker)
            if busy
            else deferred_read_queue.deferred_recording_reply(speaker)
        )
        return HandlerResult([kept], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _download(services: Services, audio: AudioAttachment) -> bytes:
    try:
        return await services.telegram.download(audio.file_id)
    except Refused as error:
        # Telegram does not always tell the size beforehand.
        raise CannotHear("too_large" if _TOO_BIG in str(error).lower() else "gone") from error


def refusal_text(speaker: Speaker, reason: CannotHear) -> str:
    """The reply for a reason."""
    gettext = speaker.translator.gettext
    known: dict[str, str] = {
        "no_key": gettext(
            "I can't listen to voice messages here: no model is set up. Please write it instead."
        ),
        "too_large": gettext("This recording is too large for me (20 MB at most). Please send it in parts."),
        "too_long": gettext(
            "This recording is too long for me ({most} at most). Please send it in parts.",
            most=minutes_text(speaker.translator, round(reason.limit or 0)),
        ),
        "silent": gettext("I heard nothing in this recording. Please say it again, or write it."),
        "format": gettext("I can't play this kind of recording. An ordinary Telegram voice message works."),
        "refused": gettext(
            "The model did not accept this recording: it may be damaged or too long. An ordinary Telegram voice message works."
        ),
        "misconfigured": gettext(
            "I can't listen to voice messages now: the model's server refuses my request. Please write it instead."
        ),
        "gone": gettext("Telegram no longer has this recording. Please send it again."),
        "over_budget": gettext(
            "The model budget is used up, so I can't listen to voice messages now. Please write it instead."
        ),
        "unreachable": gettext(
            "The model has not answered for a day, so I could not listen to this. Please write it instead."
        ),
    }
    return known[reason.code]
