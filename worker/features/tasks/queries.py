"""Reads tasks for lists: open ones by deadline, business, project or person, those of a day's plan, and done ones."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.runtime.local_time import instant_at
from models.tables.plan import Plan, PlanBlock
from models.tables.task import Task
from worker.core.past_events import is_past_event
from worker.core.speaker import Speaker
from worker.core.task_access import listed_tasks, own_tasks, reachable_by_id, visible_tasks
from worker.understanding.requests.past_period import Period

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


async def find_undated_tasks(session: AsyncSession, speaker: Speaker, limit: int = _LIMIT) -> Sequence[Task]:
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
        await session.exec(
            statement.order_by(col(Task.deadline_on).nulls_last(), col(Task.number)).limit(_LIMIT)
        )
    ).all()


async def find_tasks_of(
    session: AsyncSession, speaker: Speaker, member_id: int | None, period: Period | None = None
) -> Sequence[Task]:
    """The open tasks of a member that the speaker may see, by deadline; of a period those due in it, and the overdue ones
    when it begins today."""
    statement = _of_member(speaker, member_id).where(Task.status == "open")
    statement = statement.order_by(
        col(Task.deadline_on).nulls_last(), col(Task.deadline_at).nulls_last(), col(Task.number)
    )
    if period is not None:
        statement = statement.where(col(Task.deadline_on) < period.after)
    return (await session.exec(statement.limit(_LIMIT))).all()


async def find_done_in(
    session: AsyncSession, speaker: Speaker, period: Period, member_id: int | None = None
) -> Sequence[Task]:
    """The tasks done on the local days of a period, in that order: of one member, or all that the speaker's lists show."""
    midnight = dt.time()
    tasks = listed_tasks(speaker) if member_id is None else _of_member(speaker, member_id)
    statement = tasks.where(
        Task.status == "done",
        col(Task.done_at) >= instant_at(period.first, midnight, speaker.zone),
        col(Task.done_at) < instant_at(period.after, midnight, speaker.zone),
    )
    return (await session.exec(statement.order_by(col(Task.done_at), col(Task.number)).limit(_LIMIT))).all()


def _of_member(speaker: Speaker, member_id: int | None) -> SelectOfScalar[Task]:
    """The tasks of a member that the speaker may see; the speaker's own include what nobody else has."""
    if member_id == speaker.member_id:
        return own_tasks(speaker)
    return visible_tasks(speaker).where(Task.assignee_id == member_id)


async def find_next_timed(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Task | None:
    """The first of the speaker's own open tasks with a clock time that is still ahead."""
    statement = own_tasks(speaker).where(Task.status == "open", col(Task.deadline_at) > now)
    return (await session.exec(statement.order_by(col(Task.deadline_at), col(Task.number)).limit(1))).first()


def _query(language: str, words: str) -> object:
    return func.plainto_tsquery(language, words)


async def find_planned_tasks(
    session: AsyncSession, speaker: Speaker, on: dt.date, now: dt.datetime
) -> list[tuple[str, Task]]:
    """The open tasks of the speaker's plan of a day with the local clock time they begin at, in order; what began the day
    before as long as it lasts. None in a group, where a person's plan is not shown."""
    if speaker.group is not None:
        return []
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
    rows = [
        (block.starts_at, task)
        for block in blocks
        if (task := tasks.get(block.task_id)) and (block.ends_at > now or not is_past_event(task, on))
    ]
    return [
        (f"{start.astimezone(speaker.zone):%H:%M}", task) for start, task in rows if task.status == "open"
    ]
