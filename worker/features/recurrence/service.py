"""Steps: what a series needs at a task: a beginning, a next task, an end, a step back, a question."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import local_day
from models.tables.chat import Chat
from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from worker.core.task_recorder import TaskRecorder
from worker.features.recurrence.rule import date_after_completion
from worker.features.recurrence.template import fields_of_day, series_template
from worker.features.recurrence.views import edit_scope_question
from worker.features.tasks.quick_changes import SKIP

log = structlog.get_logger()

# Until then a new task is still being put into words: its changes are the series' own.
_FRESH = dt.timedelta(minutes=10)
KIND = "recurrence"


@dataclass(frozen=True, slots=True)
class SeriesUpdate:
    """A task with its chat, in one transaction at one instant."""

    session: AsyncSession
    task: Task
    chat: Chat
    now: dt.datetime

    @property
    def zone(self) -> ZoneInfo:
        """The chat's zone."""
        return ZoneInfo(self.chat.zone)

    async def operation(self) -> Operation:
        """An operation of the series' own, in the person's history like any other."""
        operation = Operation(
            workspace_id=self.task.workspace_id,
            chat_id=self.chat.id or 0,
            kind=KIND,
            reader="rules",
            trace_id=f"s{self.task.id}",
            created_at=self.now,
        )
        self.session.add(operation)
        await self.session.flush()
        return operation


async def start_series(step: SeriesUpdate) -> SeriesTask:
    """The task is the first of a series; its deadline is where the rule counts from."""
    task = step.task
    assert task.id is not None
    assert task.recurrence is not None
    first = task.deadline_on or local_day(task.created_at, step.zone)
    place = SeriesTask(
        task_id=task.id,
        workspace_id=task.workspace_id,
        chat_id=step.chat.id or 0,
        rule=task.recurrence,
        anchor_on=first,
        on_date=first,
        template=series_template(task, step.zone),
        asked_version=task.version,
        created_at=step.now,
    )
    step.session.add(place)
    await step.session.flush()
    return place


async def finish_series_task(step: SeriesUpdate, place: SeriesTask) -> None:
    """Done or skipped: the next one is made. Dropped in any other way, or at its end: the series is over."""
    day = None if step.task.recurrence is None else await _next_day(step, place)
    if day is None:
        place.ended_at = step.now
        step.session.add(place)
        return
    recorder = TaskRecorder(step.session, await step.operation(), step.now)
    made = await recorder.create(**fields_of_day(place.template, day, step.zone), recurrence=place.rule)
    assert made.id is not None
    step.session.add(
        SeriesTask(
            task_id=made.id,
            workspace_id=made.workspace_id,
            chat_id=place.chat_id,
            rule=place.rule,
            anchor_on=place.anchor_on,
            on_date=day,
            template=place.template,
            asked_version=made.version,
            created_at=step.now,
        )
    )
    place.next_task_id = made.id
    step.session.add(place)
    log.info("series_goes_on", task_id=step.task.id, next_task_id=made.id)


async def reopen_series_task(step: SeriesUpdate, place: SeriesTask) -> None:
    """The task is open again (an undo): its next one is withdrawn, unless somebody has touched that one."""
    follower = None if place.next_task_id is None else await step.session.get(Task, place.next_task_id)
    place.ended_at, place.next_task_id = None, None
    if follower is not None and follower.status == "open" and follower.version == 1:
        ending = await step.session.get_one(SeriesTask, follower.id)
        ending.ended_at = step.now
        step.session.add(ending)
        recorder = TaskRecorder(step.session, await step.operation(), step.now)
        await recorder.change(follower, status="dropped")
    elif follower is not None:
        # It lives on as the series; this one is then a task of its own.
        place.ended_at = step.now
        recorder = TaskRecorder(step.session, await step.operation(), step.now)
        await recorder.change(step.task, recurrence=None)
    step.session.add(place)


async def change_series_rule(step: SeriesUpdate, place: SeriesTask) -> None:
    """The rule was changed: the series counts anew from the task's present day."""
    assert step.task.recurrence is not None
    place.rule = step.task.recurrence
    place.anchor_on = place.on_date = step.task.deadline_on or place.on_date
    place.asked_version = step.task.version
    step.session.add(place)


async def ask_edit_scope(step: SeriesUpdate, place: SeriesTask) -> OutboundMessage | None:
    """The task differs from its series: ask which of them is meant, once a change. A moved day is this one's only."""
    task = step.task
    place.asked_version = task.version
    step.session.add(place)
    now_is = series_template(task, step.zone)
    if now_is == place.template:
        return None
    first = place.on_date == place.anchor_on
    if first and step.now - task.created_at < _FRESH:
        place.template = now_is
        return None
    asked = edit_scope_question(step.chat, task, step.now)
    step.session.add(asked)
    return asked


async def _next_day(step: SeriesUpdate, place: SeriesTask) -> dt.date | None:
    task = step.task
    if task.status == "dropped" and await _dropped_by(step) != SKIP:
        return None
    over_at = task.done_at or task.updated_at
    try:
        return date_after_completion(
            place.rule, place.anchor_on, place.on_date, local_day(over_at, step.zone)
        )
    except ValueError:
        log.warning("series_without_rule", task_id=task.id, rule=place.rule)
        return None


async def _dropped_by(step: SeriesUpdate) -> str | None:
    """The kind of the operation that dropped the task."""
    statement = (
        select(Operation.kind)
        .join(TaskEvent, col(TaskEvent.operation_id) == col(Operation.id))
        .where(TaskEvent.task_id == step.task.id, col(TaskEvent.after)["status"].astext == "dropped")
        .order_by(col(TaskEvent.id).desc())
        .limit(1)
    )
    return (await step.session.exec(statement)).first()
