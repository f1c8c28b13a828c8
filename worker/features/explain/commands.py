"""/why: what became of a message and why, from rows: as a reply to a card, or for the last message."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply, split_lines
from worker.features.explain.queries import load_trace
from worker.features.explain.views import told


async def why(request: CommandRequest) -> list[Reply]:
    """The trace of one message in plain words; only of this chat's own messages."""
    speaker = request.speaker
    trace = await load_trace(request.session, speaker, request.reply_to_message_id)
    if trace is None:
        none = speaker.translator.gettext(
            "I have no record of that message. Reply with /why to one of my cards."
        )
        return [Reply(none)]
    lines = told(speaker, trace, speaker.today(request.moment.now))
    return [Reply(part) for part in split_lines(lines)]
