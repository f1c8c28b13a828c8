"""/week: the coming seven days."""

from worker.core.command_request import CommandRequest
from worker.core.reply import Reply, split_lines
from worker.features.tasks import lists


async def week(request: CommandRequest) -> list[Reply]:
    """The coming seven days, day by day."""
    text = await lists.week_text(request.session, request.speaker, request.moment.now)
    return [Reply(part) for part in split_lines(text.split("\n"))]
