"""Closes past events as passed when a day went by and nobody said whether they happened."""

import datetime as dt
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Integer, and_, exists, func, literal_column, or_, type_coerce
from sqlalchemy import select as columns
from sqlmodel import col, select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.task import Task
from worker.core.operations import PASSED_KIND
from worker.core.past_events import was_past_event
from worker.core.task_recorder import TaskRecorder
from worker.services import Services

log = structlog.get_logger()

_BATCH = 200
# A day, less so that the next evening close does not ask a second time.
_TIME_TO_ANSWER = dt.timedelta(hours=23, minutes=30)
# Where no evening close asks, lists and the morning digest do: on the whole day after the event's own.
_DAYS_LISTED = 2


async def close_unanswered(services: Services) -> int:
    """Close what nobody answered, an operation for each chat; returns how many tasks. A second run finds none of them.

    Occurrences of a series are left to their series.
    """
    now = clock.now()
    async with services.database.transaction() as session:
        found = (await session.execute(_unanswered(now))).tuples().all()
        for chat_id, rows in groupby(found, key=lambda row: row[1]):
            tasks = [task for task, _ in rows]
            operation = Operation(
                workspace_id=tasks[0].workspace_id,
                chat_id=chat_id,
                kind=PASSED_KIND,
                reader="rules",
                trace_id=f"p{chat_id}-{now:%Y%m%d%H%M}",
                created_at=now,
            )
            session.add(operation)
            await session.flush()
            recorder = TaskRecorder(session, operation, now)
            for task in tasks:
                await recorder.change(task, status="passed")
    if found:
        log.info("events_passed", count=len(found))
    return len(found)


def has_unanswered(now: Any) -> ColumnElement[bool]:
    """Whether `close_unanswered` has anything to do."""
    return exists(select(Task.id).join(Chat, _is_answering_chat()).where(*_is_unanswered(now)))


def _unanswered(now: dt.datetime) -> Any:
    """The tasks to be closed with the chats that could have answered, locked."""
    return (
        columns(Task, col(Chat.id))
        .join(Chat, _is_answering_chat())
        .where(*_is_unanswered(now))
        .order_by(col(Chat.id), col(Task.id))
        .limit(_BATCH)
        .with_for_update(of=Task, skip_locked=True)
    )


def _is_unanswered(now: Any) -> tuple[ColumnElement[bool], ...]:
    today = func.date(func.timezone(col(Chat.zone), now))
    listed_long_enough = and_(
        ~_has_evening_close(),
        col(Task.deadline_on) <= today - type_coerce(_DAYS_LISTED, Integer),
        col(Task.updated_at) <= now - _TIME_TO_ANSWER,
    )
    return (
        col(Task.status) == literal_column("'open'"),
        col(Task.recurrence).is_(None),
        # Whatever the zone: what the index `task_may_pass` is asked for.
        col(Task.timing) == literal_column("'on'"),
        col(Task.deadline_on) <= func.date(func.timezone("UTC", now)),
        was_past_event(today),
        or_(_was_asked(now), listed_long_enough),
    )


def _is_answering_chat() -> ColumnElement[bool]:
    """The first chat of the task's assignee, or of the owner where nobody has it or the assignee has no chat."""
    of_workspace = columns(func.min(Chat.id)).join(Member, col(Member.id) == col(Chat.member_id))
    of_workspace = of_workspace.where(
        col(Chat.workspace_id) == col(Task.workspace_id), col(Member.archived_at).is_(None)
    )
    assignees = of_workspace.where(col(Chat.member_id) == col(Task.assignee_id)).correlate(Task)
    owners = of_workspace.where(col(Member.is_owner)).correlate(Task)
    return col(Chat.id) == func.coalesce(assignees.scalar_subquery(), owners.scalar_subquery())


def _has_evening_close() -> ColumnElement[bool]:
    return exists().where(
        col(Schedule.chat_id) == col(Chat.id),
        col(Schedule.kind) == "evening_close",
        col(Schedule.enabled),
    )


def _was_asked(now: Any) -> ColumnElement[bool]:
    """Whether an evening close that knew the task as it is asked about it, a day ago."""
    return exists(
        select(ScheduleRun.schedule_id)
        .join(Schedule, col(Schedule.id) == col(ScheduleRun.schedule_id))
        .where(
            col(Schedule.chat_id) == col(Chat.id),
            col(Schedule.kind) == "evening_close",
            col(ScheduleRun.state).in_(("rendered", "sent")),
            col(ScheduleRun.local_on) >= col(Task.deadline_on),
            col(ScheduleRun.due_at) <= now - _TIME_TO_ANSWER,
            col(ScheduleRun.rendered_at) >= col(Task.updated_at),
            or_(col(Task.deadline_at).is_(None), col(ScheduleRun.due_at) >= _end_of(Task)),
        )
    )


def _end_of(task: type[Task]) -> Any:
    minutes = func.coalesce(col(task.estimate_minutes), 0)
    return col(task.deadline_at) + func.make_interval(0, 0, 0, 0, 0, minutes)
