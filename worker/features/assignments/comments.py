"""Comments on a task that one member gave another: each is told to the other side, once."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.features.assignments.notices import add_notice
from worker.features.assignments.queries import live_assignment


async def tell_comment(
    session: AsyncSession, speaker: Speaker, task: Task, text: str, operation: Operation, now: dt.datetime
) -> None:
    """Notices of a comment for executor and giver, but for whoever made it; none where the task is given to nobody."""
    live = await live_assignment(session, task.id or 0)
    if live is None:
        return
    for to_executor, member_id in ((True, live.executor_id), (False, live.giver_id)):
        if member_id != speaker.member_id:
            await add_notice(
                session,
                live,
                "comment",
                now,
                to_executor=to_executor,
                operation=operation,
                text=text,
                author_id=speaker.member_id,
            )
