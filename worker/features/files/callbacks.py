"""The button that sends the files of a task."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.files.service import files_of_tasks
from worker.features.files.views import file_messages


async def files_sent(session: AsyncSession, speaker: Speaker, path: list[str]) -> list[Reply]:
    """The files of a task within the speaker's reach, from a position on (`path`: both as digits); empty for others."""
    if len(path) != 2 or not all(part.isdecimal() and len(part) <= 18 for part in path):
        return []
    task = await reachable_task(session, speaker, task_id=int(path[0]))
    if task is None:
        return []
    files = (await files_of_tasks(session, [task])).get(task.id or 0, [])
    return file_messages(speaker.translator, task, files, int(path[1]))
