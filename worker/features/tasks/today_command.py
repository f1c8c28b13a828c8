"""/today and /tomorrow: the list of one day."""

import datetime as dt

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply, split_lines
from worker.features.tasks import lists


async def today(request: CommandRequest) -> list[Reply]:
    """Today's tasks, overdue ones included."""
    return await _day(request, 0)


async def tomorrow(request: CommandRequest) -> list[Reply]:
    """Tomorrow's tasks."""
    return await _day(request, 1)


async def _day(request: CommandRequest, offset: int) -> list[Reply]:
    day = request.speaker.today(request.moment.now) + dt.timedelta(days=offset)
    text = await lists.day_text(request.session, request.speaker, request.moment.now, day)
    return [Reply(part) for part in split_lines(text.split("\n"))]
