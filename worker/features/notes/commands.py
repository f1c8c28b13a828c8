"""/notes: messages that were not understood and wait to be sorted out."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.notes.service import list_open_notes


async def notes_command(request: CommandRequest) -> list[Reply]:
    """The open notes of this chat, with buttons to make each a task or drop it."""
    return await list_open_notes(request.session, request.speaker)
