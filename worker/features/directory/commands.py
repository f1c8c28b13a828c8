"""Ordering: a command of the world is read, granted and answered."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.argument import wish_of_argument
from worker.conversation.world.granting import grant
from worker.conversation.world.kinds import Kind
from worker.conversation.world.rows import load_rows


async def ordered(request: Request, kind: Kind) -> list[Reply]:
    """The list of a kind, or what became of the argument: one message."""
    rows = await load_rows(request.session, request.speaker.workspace_id)
    wish = wish_of_argument(kind, request.argument, rows)
    return [await grant(request.session, request.speaker, wish, request.moment)]
