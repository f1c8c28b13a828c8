"""/export: everything the speaker may take away, as an archive that a job makes."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply
from worker.features.calendars.feeds import is_private
from worker.features.export.queries import waiting_export
from worker.features.export.service import request_export
from worker.features.export.views import begun, being_made, not_here


async def export_command(request: CommandRequest) -> list[Reply]:
    """Ask for the archive, unless it is being made already."""
    session, speaker = request.session, request.speaker
    if not await is_private(session, speaker):
        return [not_here(speaker)]
    if await waiting_export(session, speaker) is not None:
        return [being_made(speaker)]
    await request_export(session, speaker, request.context)
    return [begun(speaker)]
