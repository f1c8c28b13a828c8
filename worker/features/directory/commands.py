"""/business and /projects: list, create, rename, archive and restore entries."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.command_answers import answer_directory_command
from worker.features.directory.entries import BUSINESS, PROJECT


async def business_command(request: CommandRequest) -> list[Reply]:
    """`/business` lists; `/business 🔧 Repair: spindle, mill` makes one or adds words; `A -> B`, `archive A`, `restore A`."""
    return await answer_directory_command(request, BUSINESS)


async def projects_command(request: CommandRequest) -> list[Reply]:
    """`/projects` lists; `/projects Kiosk: Repair` makes one in a business; `A -> B`, `archive A`, `restore A`."""
    return await answer_directory_command(request, PROJECT)
