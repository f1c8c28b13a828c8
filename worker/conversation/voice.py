"""Voice: a voice note becomes text, or a clear word why not."""

import datetime as dt

from worker.clients.telegram import Refused, TelegramFailure
from worker.conversation.capture import Heard, capture
from worker.conversation.effect import Effect, saying
from worker.conversation.incoming import Incoming, Sound
from worker.conversation.reply import Reply
from worker.conversation.speaker import Speaker
from worker.services import Services
from worker.understanding.voice import CannotHear

# Telegram gives bots no file above 20 MB.
_SIZE_LIMIT = 20 * 1024 * 1024


async def heard(
    services: Services,
    speaker: Speaker,
    incoming: Incoming,
    sound: Sound,
    received_at: dt.datetime,
    trace_id: str,
) -> Effect:
    """Transcribe and capture. Raises what the ladder retries when Telegram or the model is away for a moment."""
    try:
        if sound.size > _SIZE_LIMIT:
            raise CannotHear("too_large")
        services.understanding.check_voice(sound.seconds)
        text = await services.understanding.transcribe(
            await _fetch(services, sound),
            mime=sound.mime,
            seconds=sound.seconds,
            language=speaker.language,
            workspace_id=speaker.workspace_id,
            trace_id=trace_id,
        )
    except CannotHear as reason:
        return saying(Reply(_why(speaker, reason.code)), workspace_id=speaker.workspace_id)
    return await capture(services, speaker, incoming, Heard(text, received_at, transcript=True), trace_id)


async def _fetch(services: Services, sound: Sound) -> bytes:
    try:
        return await services.telegram.download(sound.file_id)
    except Refused as error:
        raise CannotHear("gone") from error
    except TelegramFailure:
        raise


def _why(speaker: Speaker, code: str) -> str:
    say = speaker.words.say
    known = {
        "no_key": say("I cannot hear voice notes here: no model is set up. Please write it."),
        "too_large": say("This recording is too large for me (20 MB at most). Please send it in parts."),
        "too_long": say("This recording is too long for me. Please send it in parts."),
        "silent": say("I heard nothing in this recording. Please say it again, or write it."),
        "format": say("I cannot read this kind of recording. A Telegram voice note works."),
        "gone": say("Telegram no longer has this recording. Please send it again."),
        "over_budget": say(
            "The budget for the model is used, so I cannot hear voice notes now. Please write it."
        ),
        "unreachable": say(
            "The model does not answer, so I could not hear this. Please write it, or send it again later."
        ),
    }
    return known[code]
