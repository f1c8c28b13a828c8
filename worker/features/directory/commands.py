"""Ordering: a command of the world is read, granted and answered."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.command_arguments import wish_of_argument
from worker.features.directory.kinds import Kind
from worker.features.directory.queries import load_rows
from worker.features.directory.service import grant


async def ordered(request: CommandRequest, kind: Kind) -> list[Reply]:
    """The list of a kind, or what became of the argument: one message."""
    rows = await load_rows(request.session, request.speaker.workspace_id)
    wish = wish_of_argument(kind, request.argument, rows)
    return [await grant(request.session, request.speaker, wish, request.moment)]
