"""/business: the owner's businesses: list, make, rename, archive, and the words that point to each."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.commands import ordered
from worker.features.directory.kinds import BUSINESS


async def business(request: CommandRequest) -> list[Reply]:
    """`/business` lists; `/business 🔧 Repair: spindle, mill` makes one or adds words; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, BUSINESS)
