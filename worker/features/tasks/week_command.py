"""/week: the coming seven days."""

from worker.conversation import lists
from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply, split_lines


async def week(request: Request) -> list[Reply]:
    """The coming seven days, day by day."""
    text = await lists.week_text(request.session, request.speaker, request.moment.now)
    return [Reply(part) for part in split_lines(text.split("\n"))]
