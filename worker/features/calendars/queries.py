"""What stands in a member's calendar: their dated tasks, the coming ones of their series, and their planned blocks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.plan import Plan, PlanBlock
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from worker.core.past_events import is_past_event
from worker.core.speaker import Speaker
from worker.core.task_access import own_tasks

# More entries than this no calendar program shows well; the earliest are kept.
MOST_EVENTS = 10_000


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of a current plan with its task, and how many plans of that day came before."""

    block: PlanBlock
    plan: Plan
    task: Task
    former_plans: int


async def dated_tasks(session: AsyncSession, speaker: Speaker, today: dt.date) -> list[Task]:
    """The speaker's own open tasks with a day, the earliest first. What an earlier day has settled is left out."""
    statement = (
        own_tasks(speaker)
        .where(Task.status == "open", col(Task.deadline_on).is_not(None))
        .order_by(col(Task.deadline_on), col(Task.id))
        .limit(MOST_EVENTS)
    )
    found = (await session.exec(statement)).all()
    return [task for task in found if not is_past_event(task, today)]


async def planned_blocks(session: AsyncSession, speaker: Speaker, today: dt.date) -> list[PlannedBlock]:
    """The blocks of the speaker's current plans from today on, of tasks still open and theirs; what stands at a clock
    time of its own is an entry already."""
    former = (
        select(col(Plan.local_on), func.count().label("plans"))
        .where(Plan.member_id == speaker.member_id, Plan.local_on >= today)
        .group_by(col(Plan.local_on))
        .subquery()
    )
    statement: Any = (
        select(PlanBlock, Plan, former.c.plans)
        .join(Plan, col(Plan.id) == col(PlanBlock.plan_id))
        .join(former, former.c.local_on == col(Plan.local_on))
        .where(
            Plan.workspace_id == speaker.workspace_id,
            Plan.member_id == speaker.member_id,
            Plan.state == "current",
            Plan.local_on >= today,
            col(PlanBlock.fixed).is_(False),
        )
        .order_by(col(PlanBlock.starts_at), col(PlanBlock.id))
    )
    found = (await session.exec(statement)).all()
    planned = own_tasks(speaker).where(
        Task.status == "open", col(Task.id).in_({block.task_id for block, _, _ in found})
    )
    tasks = {task.id: task for task in (await session.exec(planned)).all()}
    return [
        PlannedBlock(block, plan, tasks[block.task_id], plans - 1)
        for block, plan, plans in found
        if block.task_id in tasks
    ]


@dataclass(frozen=True, slots=True)
class PlaceInSeries:
    """A task's place in its series, the id of the series' first task, and the zone of the series' chat."""

    place: SeriesTask
    first_id: int
    zone: ZoneInfo


async def series_places(
    session: AsyncSession, speaker: Speaker, task_ids: Sequence[int]
) -> dict[int, PlaceInSeries]:
    """The place of each of the tasks that is one of a series which goes on, by the task's id."""
    place = SeriesTask
    start: Any = select(col(place.task_id).label("of"), col(place.task_id).label("task")).where(
        place.workspace_id == speaker.workspace_id,
        col(place.task_id).in_(task_ids),
        col(place.ended_at).is_(None),
    )
    chain: Any = start.cte("chain", recursive=True)
    chain = chain.union_all(
        select(chain.c.of, col(place.task_id)).join(chain, col(place.next_task_id) == chain.c.task)
    )
    first = select(chain.c.of, func.min(chain.c.task).label("first")).group_by(chain.c.of).subquery()
    statement: Any = (
        select(place, first.c.first, Chat.zone)
        .join(first, first.c.of == col(place.task_id))
        .join(Chat, col(Chat.id) == col(place.chat_id))
    )
    found = (await session.exec(statement)).all()
    return {row.task_id: PlaceInSeries(row, first_id, ZoneInfo(zone)) for row, first_id, zone in found}


async def business_names(session: AsyncSession, speaker: Speaker) -> dict[int, str]:
    """The names of the workspace's businesses, by id."""
    statement = select(Business.id, Business.name).where(Business.workspace_id == speaker.workspace_id)
    found = (await session.exec(statement)).all()
    return {business_id: name for business_id, name in found if business_id is not None}
