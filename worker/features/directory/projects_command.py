"""/projects: the projects and the business each belongs to: list, make, rename, archive."""

from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply
from worker.conversation.world.kinds import PROJECT
from worker.conversation.world.ordering import ordered


async def projects(request: Request) -> list[Reply]:
    """`/projects` lists; `/projects Kiosk: Repair` makes one in a business; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, PROJECT)
