"""SQL of a person's open tasks of all businesses, as tasks for the solver."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import case
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from models.tables.task_link import TaskLink
from models.tables.timer import Timer
from worker.core.all_day_events import is_all_day_event, is_own_absence
from worker.core.speaker import Speaker
from worker.core.task_access import open_task_ids, own_tasks
from worker.features.estimates.assumed_lengths import AssumedLengths, load_assumed_lengths
from worker.features.estimates.task_kinds import takes_no_time
from worker.features.timer.service import LONGEST_TIMER
from worker.features.working_hours.day import SHORTEST_PIECE, PlanTask, minute_of

_LIMIT, _STEP = 300, 5


async def plannable_tasks(session: AsyncSession, speaker: Speaker) -> Sequence[Task]:
    """The speaker's open tasks, of all businesses. What happens on its day comes first, the latest first, so that of more
    than 300 open tasks none of that is missing; the others by deadline, priority and number."""
    happens = col(Task.timing) == "on"
    statement = (
        own_tasks(speaker)
        .where(Task.status == "open")
        .order_by(
            case((happens, 0), else_=1),
            case((happens, col(Task.deadline_on))).desc(),
            col(Task.deadline_on).nulls_last(),
            col(Task.priority),
            col(Task.number),
        )
        .limit(_LIMIT)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).all()


async def load_plan_tasks(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> dict[int, PlanTask]:
    """The speaker's open tasks, by id, with the open tasks they wait for and the minutes worked until `now`."""
    tasks = await plannable_tasks(session, speaker)
    waits = await _open_predecessors(session, speaker)
    running = await _running_minutes(session, speaker.workspace_id, now)
    lengths = await speakers_lengths(session, speaker)
    return {
        t.id: plan_task(t, speaker, lengths, waits.get(t.id, ()), t.worked_minutes + running.get(t.id, 0))
        for t in tasks
        if t.id is not None
    }


async def speakers_lengths(session: AsyncSession, speaker: Speaker) -> AssumedLengths:
    """What is assumed of tasks nobody timed, in the speaker's workspace."""
    return (await load_assumed_lengths(session, [speaker.workspace_id]))[speaker.workspace_id]


def plan_task(
    task: Task, speaker: Speaker, lengths: AssumedLengths, after: tuple[int, ...] = (), worked: int = 0
) -> PlanTask:
    """A row as the solver's task: minutes of the speaker's local day, the `worked` minutes subtracted."""
    assert task.id is not None
    due_on, clock = task.deadline_on, None
    if task.deadline_at is not None:
        due_on = task.deadline_at.astimezone(speaker.zone).date()
        clock = minute_of(task.deadline_at, due_on, speaker.zone)
    happens, no_time = task.timing == "on", _takes_no_time(task)
    return PlanTask(
        id=task.id,
        number=task.number,
        minutes=_minutes(task, lengths, 0 if happens and clock is not None else worked),
        low=task.estimate_low,
        high=task.estimate_high,
        priority=task.priority,
        business=task.business_id,
        due_on=due_on,
        due_minute=None if happens else clock,
        fixed_at=clock if happens else None,
        do_on=task.do_on,
        after=after,
        worked=worked,
        on_day=happens and clock is None,
        all_day=no_time,
        assumed=task.estimate_minutes is None,
        absence=happens and no_time and is_own_absence(task.title),
    )


def _minutes(task: Task, lengths: AssumedLengths, worked: int) -> int:
    """What is left of its length; a task that has taken longer than estimated still needs one piece."""
    whole = task.estimate_minutes or lengths.minutes(task.business_id)
    return max(whole - worked, min(whole, SHORTEST_PIECE))


def _takes_no_time(task: Task) -> bool:
    """A birthday on its day, and a link or a code that is only kept: unless somebody said how long it takes."""
    if task.estimate_source == "stated":
        return False
    if task.deadline_on is None:
        return task.do_on is None and task.priority > 1 and takes_no_time(task.title)
    return task.timing == "on" and task.deadline_at is None and is_all_day_event(task.title)


async def _running_minutes(session: AsyncSession, workspace_id: int, now: dt.datetime) -> dict[int, int]:
    """The minutes of running timers by task; in steps, so that a second changes no plan."""
    timers = (await session.exec(select(Timer).where(Timer.workspace_id == workspace_id))).all()
    spans = {timer.task_id: now - timer.started_at for timer in timers}
    return {
        task: round(span.total_seconds() / 60 / _STEP) * _STEP
        for task, span in spans.items()
        if span <= LONGEST_TIMER
    }


async def _open_predecessors(session: AsyncSession, speaker: Speaker) -> dict[int, tuple[int, ...]]:
    """For each task the open tasks it waits for."""
    statement = (
        select(TaskLink.task_id, TaskLink.after_id)
        .where(TaskLink.workspace_id == speaker.workspace_id)
        .order_by(col(TaskLink.task_id), col(TaskLink.after_id))
    )
    waits: dict[int, tuple[int, ...]] = {}
    links = (await session.exec(statement)).all()
    still_open = await open_task_ids(session, speaker, [after for _, after in links])
    for task, after in links:
        if after in still_open:
            waits[task] = (*waits.get(task, ()), after)
    return waits
