"""The start times of a day's planned tasks, for the list of that day."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.plan import Plan, PlanBlock
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id


async def planned_tasks(session: AsyncSession, speaker: Speaker, on: dt.date) -> list[tuple[str, Task]]:
    """The open tasks of the speaker's plan of a day with the local clock time they begin at, in order."""
    statement = (
        select(PlanBlock)
        .join(Plan, col(Plan.id) == col(PlanBlock.plan_id))
        .where(
            Plan.workspace_id == speaker.workspace_id,
            Plan.member_id == speaker.member_id,
            Plan.local_on == on,
            Plan.state == "current",
            PlanBlock.piece == 1,
        )
        .order_by(col(PlanBlock.starts_at))
    )
    blocks = (await session.exec(statement)).all()
    tasks = await reachable_by_id(session, speaker, [block.task_id for block in blocks])
    rows = [(block.starts_at, tasks[block.task_id]) for block in blocks if block.task_id in tasks]
    return [
        (f"{start.astimezone(speaker.zone):%H:%M}", task) for start, task in rows if task.status == "open"
    ]
