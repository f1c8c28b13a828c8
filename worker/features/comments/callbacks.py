"""The button that shows all comments of a task."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.comments.service import comments_of_tasks
from worker.features.comments.views import all_comments


async def comments_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,  # noqa: ARG001
) -> Reply | None:
    """`path`: the task. A new message: the card stays. None for made-up data and tasks out of reach."""
    if len(path) != 1 or not path[0].isdecimal() or len(path[0]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(path[0]))
    comments = (await comments_of_tasks(session, [task])).get(task.id or 0) if task else None
    if task is None or not comments:
        return None
    return all_comments(speaker, await load_directory_names(session, speaker), task, comments)
