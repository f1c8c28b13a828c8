"""/team: who is on it and how full their week is; /invite Dima: a one-time link for a new member."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.command_answers import answer_directory_command
from worker.features.directory.entries import MEMBER
from worker.features.directory.requests import InviteMember
from worker.features.directory.service import fulfil_request
from worker.features.team.team_list import team_list
from worker.understanding.local.morphology import nominative_name


async def team_command(request: CommandRequest) -> list[Reply]:
    """`/team` lists; `/team Dima: fitter, Repair, nickname Dimon` makes or adds; `A -> B`, `archive A`, `restore A`."""
    if request.argument.strip():
        return await answer_directory_command(request, MEMBER)
    return [await team_list(request.session, request.speaker, request.context)]


async def invite_command(request: CommandRequest) -> list[Reply]:
    """A link that admits one person under this name, valid for seven days; a question when the name is taken."""
    speaker, name = request.speaker, request.argument.strip()
    if speaker.is_owner and not name:
        return [Reply(speaker.translator.gettext("Who is it for? For example: /invite Dima"))]
    wanted = InviteMember(nominative_name(name))
    return [await fulfil_request(request.session, speaker, wanted, request.context)]
