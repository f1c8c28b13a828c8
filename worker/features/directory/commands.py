"""/business, /projects and /team: list, create, rename, archive and restore entries."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.command_arguments import parse_command_argument
from worker.features.directory.entries import BUSINESS, MEMBER, PROJECT, EntryKind
from worker.features.directory.queries import load_known_directory
from worker.features.directory.service import fulfil_request


async def answer_directory_command(request: CommandRequest, kind: EntryKind) -> list[Reply]:
    """Parse and carry out a directory command: the list of a kind, or the result of its argument, as one message."""
    directory = await load_known_directory(request.session, request.speaker)
    parsed = parse_command_argument(kind, request.argument, directory)
    return [await fulfil_request(request.session, request.speaker, parsed, request.context)]


async def business_command(request: CommandRequest) -> list[Reply]:
    """`/business` lists; `/business 🔧 Repair: spindle, mill` makes one or adds words; `A -> B`, `archive A`, `restore A`."""
    return await answer_directory_command(request, BUSINESS)


async def projects_command(request: CommandRequest) -> list[Reply]:
    """`/projects` lists; `/projects Kiosk: Repair` makes one in a business; `A -> B`, `archive A`, `restore A`."""
    return await answer_directory_command(request, PROJECT)


async def team_command(request: CommandRequest) -> list[Reply]:
    """`/team` lists; `/team Dima: fitter, Repair, nickname Dimon` makes or adds; `A -> B`, `archive A`, `restore A`."""
    return await answer_directory_command(request, MEMBER)
