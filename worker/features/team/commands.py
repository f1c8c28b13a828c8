"""/invite Dima: a one-time link for somebody who is to talk to the planner too."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.granting import grant
from worker.conversation.world.wishes import Invite


async def invite(request: Request) -> list[Reply]:
    """A link that lets exactly one person in under this name, for seven days; a question when the name is taken."""
    speaker, name = request.speaker, request.argument.strip()
    if speaker.is_owner and not name:
        return [Reply(speaker.words.say("Who is it for? For example: /invite Dima"))]
    return [await grant(request.session, speaker, Invite(name), request.moment)]
