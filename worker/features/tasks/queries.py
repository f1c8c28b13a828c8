"""Reads tasks for lists: open ones by deadline, business or project, and those of a day's plan."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.plan import Plan, PlanBlock
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.core.task_access import listed_tasks, reachable_by_id

_LIMIT = 300


async def find_open_tasks(
    session: AsyncSession, speaker: Speaker, *, first: dt.date | None = None, last: dt.date | None = None
) -> Sequence[Task]:
    """Open tasks whose deadline lies in [first, last], in the order of their deadlines."""
    statement = listed_tasks(speaker).where(Task.status == "open")
    if first is not None:
        statement = statement.where(col(Task.deadline_on) >= first)
    if last is not None:
        statement = statement.where(col(Task.deadline_on) <= last)
    statement = statement.order_by(
        col(Task.deadline_on), col(Task.deadline_at).nulls_last(), col(Task.priority), col(Task.number)
    )
    return (await session.exec(statement.limit(_LIMIT))).all()


async def find_undated_tasks(session: AsyncSession, speaker: Speaker, limit: int = 10) -> Sequence[Task]:
    """Open tasks without a deadline, the most important first."""
    statement = (
        listed_tasks(speaker)
        .where(Task.status == "open", col(Task.deadline_on).is_(None))
        .order_by(col(Task.priority), col(Task.number))
        .limit(limit)
    )
    return (await session.exec(statement)).all()


async def find_tasks(
    session: AsyncSession,
    speaker: Speaker,
    *,
    business_id: int | None = None,
    project_id: int | None = None,
    words: str | None = None,
) -> Sequence[Task]:
    """Open tasks of a business or project, or any task whose title holds the words (in any of their forms)."""
    statement = listed_tasks(speaker)
    if words is None:
        statement = statement.where(Task.status == "open")
    if business_id is not None:
        statement = statement.where(Task.business_id == business_id)
    if project_id is not None:
        statement = statement.where(Task.project_id == project_id)
    if words is not None:
        pattern = "%" + words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        title = col(Task.title)
        statement = statement.where(
            or_(
                title.ilike(pattern),
                title.op("@@")(_query("russian", words)),
                title.op("@@")(_query("english", words)),
            )
        )
    return (
        await session.exec(statement.order_by(col(Task.deadline_on).nulls_last(), col(Task.number)).limit(50))
    ).all()


def _query(language: str, words: str) -> object:
    return func.plainto_tsquery(language, words)


async def find_planned_tasks(session: AsyncSession, speaker: Speaker, on: dt.date) -> list[tuple[str, Task]]:
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
