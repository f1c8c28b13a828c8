"""/undo: the last thing done in this chat is taken back."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.taking_back import take_back_last


async def undo(request: Request) -> list[Reply]:
    """Take back the newest operation; what is said shows what it was."""
    return [await take_back_last(request.session, request.speaker, request.moment)]
