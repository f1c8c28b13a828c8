"""Carries out what is typed behind /business, /projects and /team."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.directory.command_arguments import parse_command_argument
from worker.features.directory.entries import EntryKind
from worker.features.directory.queries import load_known_directory
from worker.features.directory.service import fulfil_request


async def answer_directory_command(request: CommandRequest, kind: EntryKind) -> list[Reply]:
    """Parse and carry out a directory command: the list of a kind, or the result of its argument, as one message."""
    directory = await load_known_directory(request.session, request.speaker)
    parsed = parse_command_argument(kind, request.argument, directory)
    return [await fulfil_request(request.session, request.speaker, parsed, request.context)]
