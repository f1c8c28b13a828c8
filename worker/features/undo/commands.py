"""/undo: undoes the last operation of this chat."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.undo.service import undo_last


async def undo_command(request: CommandRequest) -> list[Reply]:
    """Undo the newest operation; the reply shows what it was."""
    return [await undo_last(request.session, request.speaker, request.context)]
