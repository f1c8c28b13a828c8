"""/find."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.search.service import find


async def find_command(request: CommandRequest) -> list[Reply]:
    """/find."""
    return [await find(request.session, request.speaker, request.argument, request.context)]
