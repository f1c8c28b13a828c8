"""/team: the people tasks are given to: list, make, rename, archive, with nicknames, role and businesses."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.kinds import MEMBER
from worker.conversation.world.ordering import ordered


async def team(request: Request) -> list[Reply]:
    """`/team` lists; `/team Dima: fitter, Repair, nickname Dimon` makes or adds; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, MEMBER)
