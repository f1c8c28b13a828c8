"""/team: the people tasks are given to: list, make, rename, archive, with nicknames, role and businesses."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.commands import ordered
from worker.features.directory.kinds import MEMBER


async def team(request: CommandRequest) -> list[Reply]:
    """`/team` lists; `/team Dima: fitter, Repair, nickname Dimon` makes or adds; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, MEMBER)
