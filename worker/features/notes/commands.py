"""/notes: what nobody understood and waits to be sorted out."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.notes import open_notes


async def notes(request: Request) -> list[Reply]:
    """The open notes of this chat, each to be made a task or dropped."""
    return await open_notes(request.session, request.speaker)
