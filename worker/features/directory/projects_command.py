"""/projects: the projects and the business each belongs to: list, make, rename, archive."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.commands import ordered
from worker.features.directory.kinds import PROJECT


async def projects(request: CommandRequest) -> list[Reply]:
    """`/projects` lists; `/projects Kiosk: Repair` makes one in a business; `A -> B`, `archive A`, `restore A`."""
    return await ordered(request, PROJECT)
