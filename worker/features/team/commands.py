"""/invite Dima: a one-time link for somebody who is to talk to the planner too."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.directory_changes import Invite
from worker.features.directory.service import grant


async def invite(request: CommandRequest) -> list[Reply]:
    """A link that lets exactly one person in under this name, for seven days; a question when the name is taken."""
    speaker, name = request.speaker, request.argument.strip()
    if speaker.is_owner and not name:
        return [Reply(speaker.translator.gettext("Who is it for? For example: /invite Dima"))]
    return [await grant(request.session, speaker, Invite(name), request.moment)]
