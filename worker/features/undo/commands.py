"""/undo and /redo: takes the last operation of this chat back, or does again what was taken back."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.undo.service import redo_last, undo_last, undo_or_redo

# What the words for them pass on ("redo", "put it back"): requests/closed.
_BY_ARGUMENT = {"redo": redo_last, "back": undo_or_redo}


async def undo_command(request: CommandRequest) -> list[Reply]:
    """Undo the newest operation; the reply shows what it was."""
    act = _BY_ARGUMENT.get(request.argument.strip().lower(), undo_last)
    return [await act(request.session, request.speaker, request.context)]


async def redo_command(request: CommandRequest) -> list[Reply]:
    """Do again what the newest undo took back."""
    return [await redo_last(request.session, request.speaker, request.context)]
