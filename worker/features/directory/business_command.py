"""/business: the owner's businesses: list, make, rename, archive, and the words that point to each."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.kinds import BUSINESS
from worker.conversation.world.ordering import ordered


async def business(request: Request) -> list[Reply]:
    """`/business` lists; `/business 🔧 Repair: spindle, mill` makes one or adds words; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, BUSINESS)
