"""/undo: the last thing done in this chat is taken back."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.undo.service import take_back_last


async def undo(request: CommandRequest) -> list[Reply]:
    """Take back the newest operation; what is said shows what it was."""
    return [await take_back_last(request.session, request.speaker, request.moment)]
