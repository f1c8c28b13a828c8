"""/invite Dima: a one-time link for somebody who is to talk to the planner too."""

from worker.core.command_request import Request
from worker.core.reply import Reply
from worker.features.directory.directory_changes import Invite
from worker.features.directory.service import grant


async def invite(request: Request) -> list[Reply]:
    """A link that lets exactly one person in under this name, for seven days; a question when the name is taken."""
    speaker, name = request.speaker, request.argument.strip()
    if speaker.is_owner and not name:
        return [Reply(speaker.words.say("Who is it for? For example: /invite Dima"))]
    return [await grant(request.session, speaker, Invite(name), request.moment)]
