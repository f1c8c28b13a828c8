"""Starts, stops and reads the timer of the one task a person is working on."""

import datetime as dt

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from models.tables.timer import Timer
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task

# A timer that ran longer was forgotten: the person is asked how long the task took.
LONGEST_TIMER = dt.timedelta(hours=10)


async def start_timer(session: AsyncSession, speaker: Speaker, task: Task, now: dt.datetime) -> Timer:
    """Start the timer for a task; a task that was running keeps its measured minutes."""
    assert task.id is not None
    timer = await running_timer(session, speaker) or Timer(
        member_id=speaker.member_id, workspace_id=speaker.workspace_id, task_id=task.id, started_at=now
    )
    if timer.task_id != task.id:
        left = await reachable_task(session, speaker, task_id=timer.task_id)
        if left is not None:
            _add_worked_minutes(session, left, now - timer.started_at)
        timer.task_id, timer.started_at = task.id, now
    session.add(timer)
    await session.flush()
    return timer


async def running_timer(session: AsyncSession, speaker: Speaker) -> Timer | None:
    """The speaker's running timer, locked."""
    return await session.get(Timer, speaker.member_id, with_for_update=True)


async def stop_timer(session: AsyncSession, task: Task, now: dt.datetime) -> int | None:
    """End whatever timer runs for a task; returns its minutes with those measured before, None when no timer ran or all ran longer than `LONGEST_TIMER`."""
    timers = (await session.exec(select(Timer).where(Timer.task_id == task.id).with_for_update())).all()
    spans = [now - timer.started_at for timer in timers]
    for timer in timers:
        await session.delete(timer)
    await session.flush()
    credible = [span for span in spans if span <= LONGEST_TIMER]
    return max(1, task.worked_minutes + _minutes(max(credible))) if credible else None


async def halt_timer(session: AsyncSession, task: Task, now: dt.datetime) -> None:
    """Stop the timers of a task that is not done: their minutes become worked minutes, which plans subtract."""
    timers = (await session.exec(select(Timer).where(Timer.task_id == task.id).with_for_update())).all()
    for timer in timers:
        _add_worked_minutes(session, task, now - timer.started_at)
        await session.delete(timer)
    await session.flush()


def _add_worked_minutes(session: AsyncSession, task: Task, span: dt.timedelta) -> None:
    if span <= LONGEST_TIMER:
        task.worked_minutes += _minutes(span)
        session.add(task)


def _minutes(span: dt.timedelta) -> int:
    return round(span / dt.timedelta(minutes=1))
