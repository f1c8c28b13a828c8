"""The buttons under answers to requests about one task (`tm:`): start, stop, skip this time."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.capture.request_answers import start_task, stop_task
from worker.features.recurrence.service import skip_occurrence


async def handle_task_request_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], moment: HandlerContext
) -> Reply | None:
    """`path`: "start", "stop" or "skip", and the task. None for stale or made-up data."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(path[1]), status="open")
    if task is None:
        return None
    match path[0]:
        case "start":
            return await start_task(session, speaker, task.id, moment.now)
        case "stop":
            return await stop_task(session, speaker, task, moment.now)
        case "skip":
            return await skip_occurrence(session, speaker, task, moment)
        case _:
            return None
