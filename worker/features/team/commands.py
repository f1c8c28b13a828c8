"""/invite Dima: a one-time link for a new member."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.requests import InviteMember
from worker.features.directory.service import fulfil_request
from worker.understanding.local.morphology import nominative_name


async def invite_command(request: CommandRequest) -> list[Reply]:
    """A link that admits one person under this name, valid for seven days; a question when the name is taken."""
    speaker, name = request.speaker, request.argument.strip()
    if speaker.is_owner and not name:
        return [Reply(speaker.translator.gettext("Who is it for? For example: /invite Dima"))]
    return [
        await fulfil_request(request.session, speaker, InviteMember(nominative_name(name)), request.context)
    ]
