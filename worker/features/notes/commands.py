"""/notes: what nobody understood and waits to be sorted out."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.notes.service import open_notes


async def notes(request: CommandRequest) -> list[Reply]:
    """The open notes of this chat, each to be made a task or dropped."""
    return await open_notes(request.session, request.speaker)
