"""Voice: a voice note becomes text, or a clear word why not."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.actions.world import load_world
from worker.clients.telegram import Refused
from worker.conversation import late
from worker.conversation.applying import Heard
from worker.conversation.capture import capture
from worker.conversation.effect import Done, Effect, Moment, saying
from worker.conversation.incoming import Incoming, Sound
from worker.conversation.reply import Reply
from worker.conversation.speaker import Speaker
from worker.conversation.world.corrections import corrections_of
from worker.services import Services
from worker.understanding.hearing import CannotHear

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
    """Transcribe and capture; a model that is away is waited for, anything else is said at once.

    Raises what the ladder retries when Telegram is away for a moment.
    """
    try:
        text = await hear(services, speaker, sound, trace_id)
    except CannotHear as reason:
        if reason.code == "unreachable":
            return _waiting(speaker, incoming, sound, received_at)
        return saying(Reply(why(speaker, reason.code)), workspace_id=speaker.workspace_id)
    spoken = Heard(text, received_at, incoming.message_id, transcript=True)
    return await capture(services, speaker, incoming, spoken, trace_id)


async def hear(services: Services, speaker: Speaker, sound: Sound, trace_id: str) -> str:
    """A recording's words. Raises CannotHear, and TelegramFailure when it cannot be fetched now."""
    if sound.size > _SIZE_LIMIT:
        raise CannotHear("too_large")
    services.hearing.check(sound.seconds)
    audio = await _fetch(services, sound)
    async with services.database.transaction() as session:
        world = await load_world(session, speaker)
        corrections = await corrections_of(session, speaker.workspace_id)
    return await services.hearing.hear(
        audio,
        world.context,
        corrections=corrections,
        seconds=sound.seconds,
        workspace_id=speaker.workspace_id,
        trace_id=trace_id,
    )


def _waiting(speaker: Speaker, incoming: Incoming, sound: Sound, received_at: dt.datetime) -> Effect:
    async def effect(session: AsyncSession, moment: Moment) -> Done:
        session.add(late.sound_to_hear_again(speaker, sound, incoming.message_id, received_at, moment))
        return Done([late.kept_voice(speaker)], workspace_id=speaker.workspace_id)

    return effect


async def _fetch(services: Services, sound: Sound) -> bytes:
    try:
        return await services.telegram.download(sound.file_id)
    except Refused as error:
        raise CannotHear("gone") from error


def why(speaker: Speaker, code: str) -> str:
    """The sentence for a reason of `CannotHear`."""
    say = speaker.words.say
    known: dict[str, str] = {
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
            "The model has not answered for a day, so I could not hear this. Please write it."
        ),
    }
    return known[code]
