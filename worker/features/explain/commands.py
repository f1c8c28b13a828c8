"""/why: what happened to a message and why, as a reply to a card or for the last message."""

from worker.core.command_request import CommandRequest
from worker.core.directory_names import load_directory_names
from worker.core.reply import Reply
from worker.features.assignments.history import history_lines
from worker.features.explain.queries import load_trace
from worker.features.explain.views import trace_lines


async def why_command(request: CommandRequest) -> list[Reply]:
    """The trace of one message as text; only for messages of this chat."""
    speaker = request.speaker
    trace = await load_trace(request.session, speaker, request.reply_to_message_id)
    if trace is None:
        none = speaker.translator.gettext(
            "I have no record of that message. Reply with /why to one of my cards."
        )
        return [Reply(none)]
    names = await load_directory_names(request.session, speaker)
    lines = trace_lines(speaker, trace, names, speaker.today(request.context.now))
    told = await history_lines(request.session, speaker, trace.tasks, request.context.now)
    return [Reply("\n".join([*lines, *told]))]
