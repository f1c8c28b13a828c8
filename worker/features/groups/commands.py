"""/group: which business each group is for."""

from worker.core.command_request import CommandRequest
from worker.core.directory_names import load_directory_names
from worker.core.reply import Reply
from worker.features.groups.service import list_groups
from worker.features.groups.views import groups_reply


async def group_command(request: CommandRequest) -> list[Reply]:
    """The owner's groups, with a button to change the business of each."""
    session, speaker = request.session, request.speaker
    names = await load_directory_names(session, speaker)
    return [groups_reply(speaker, await list_groups(session, speaker), names)]
