"""Follows series of recurring tasks: makes the next task, ends or reopens a series, asks what an edit applies to."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import update as changing
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import FollowSeries
from models.runtime import clock
from models.runtime.local_time import instant_at, local_day
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from models.tables.workspace import Workspace
from worker.core.handler import HandlerContext
from worker.core.operations import SERIES_KIND
from worker.core.recurrence_rule import last_date, next_date
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder
from worker.features.recurrence.rule import begins_at, date_after_completion, day_begun
from worker.features.recurrence.views import edit_scope_question
from worker.features.tasks.service import SKIP_KIND, drop_task
from worker.services import Services

log = structlog.get_logger()

# Edits of a new series' first task within this time change the series without a question.
_FRESH = dt.timedelta(minutes=10)

# Copied from one task of a series to the next as they are.
_SERIES_FIELDS = (
    "title",
    "business_id",
    "project_id",
    "assignee_id",
    "priority",
    "estimate_minutes",
    "estimate_low",
    "estimate_high",
    "estimate_source",
    "reminder_minutes_before",
    "reminding",
    "timing",
)
_TIME = "local_time"


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
        """A new operation for the changes made by the series; it can be undone like any other."""
        operation = Operation(
            workspace_id=self.task.workspace_id,
            chat_id=self.chat.id or 0,
            kind=SERIES_KIND,
            reader="rules",
            trace_id=f"s{self.task.id}",
            created_at=self.now,
        )
        self.session.add(operation)
        await self.session.flush()
        return operation


async def start_series(update: SeriesUpdate) -> SeriesTask:
    """Start a series with this task; its rule counts from the task's deadline."""
    task = update.task
    assert task.id is not None
    assert task.recurrence is not None
    first = task.deadline_on or local_day(task.created_at, update.zone)
    place = SeriesTask(
        task_id=task.id,
        workspace_id=task.workspace_id,
        chat_id=update.chat.id or 0,
        rule=task.recurrence,
        anchor_on=first,
        on_date=first,
        template=series_template(task, update.zone),
        asked_version=task.version,
        created_at=update.now,
    )
    set_next_beginning(update, place)
    update.session.add(place)
    await update.session.flush()
    return place


def set_next_beginning(update: SeriesUpdate, place: SeriesTask) -> None:
    """Note when the day of the next task begins, by the chat's zone; None when the rule has no further date."""
    time = _local_time(place)
    try:
        day = next_date(place.rule, place.anchor_on, place.on_date)
    except ValueError:
        log.warning("series_without_rule", task_id=place.task_id, rule=place.rule)
        day = None
    place.next_at = None if day is None else begins_at(day, time, update.zone)
    update.session.add(place)


def _local_time(place: SeriesTask) -> dt.time | None:
    said = place.template[_TIME]
    return None if said is None else dt.time.fromisoformat(said)


async def finish_series_task(update: SeriesUpdate, place: SeriesTask) -> None:
    """Make the next task when this one is over (done, missed, passed or skipped); end the series when it was dropped or
    its rule has ended."""
    day = None if update.task.recurrence is None else await _next_day(update, place)
    if day is None:
        place.ended_at, place.next_at = update.now, None
        update.session.add(place)
        return
    await _make_next(update, place, day, await update.operation())


async def _make_next(update: SeriesUpdate, place: SeriesTask, day: dt.date, operation: Operation) -> None:
    recorder = TaskRecorder(update.session, operation, update.now)
    made = await recorder.create(**fields_of_day(place.template, day, update.zone), recurrence=place.rule)
    assert made.id is not None
    following = SeriesTask(
        task_id=made.id,
        workspace_id=made.workspace_id,
        chat_id=place.chat_id,
        rule=place.rule,
        anchor_on=place.anchor_on,
        on_date=day,
        template=place.template,
        asked_version=made.version,
        created_at=update.now,
    )
    set_next_beginning(update, following)
    place.next_task_id, place.next_at = made.id, None
    update.session.add(place)
    log.info("series_goes_on", task_id=update.task.id, next_task_id=made.id)


async def begin_next_task(update: SeriesUpdate, place: SeriesTask) -> None:
    """Make the task whose day has begun although this one is still open, which is missed then.

    It stays open where the workspace wants that, and where it was put off to a later day than the next one's. Of several
    days that began meanwhile only the last gets a task.
    """
    task, begun = update.task, day_begun(update.now, _local_time(place), update.zone)
    if task.status != "open" or place.ended_at is not None:
        place.next_at = None
        update.session.add(place)
        return
    day = last_date(place.rule, place.anchor_on, place.on_date, begun)
    if day is None:
        set_next_beginning(update, place)
        return
    workspace = await update.session.get_one(Workspace, task.workspace_id)
    put_off = task.deadline_on is not None and task.deadline_on > day
    operation = await update.operation()
    place.kept_open = workspace.missed_stays_open or put_off
    if not place.kept_open:
        await TaskRecorder(update.session, operation, update.now).change(task, status="missed")
    await _make_next(update, place, day, operation)


async def reopen_series_task(update: SeriesUpdate, place: SeriesTask) -> None:
    """The task is open again after an undo: drop its next one, unless that one has begun its day or was changed."""
    follower = None if place.next_task_id is None else await update.session.get(Task, place.next_task_id)
    following = None if follower is None else await update.session.get(SeriesTask, follower.id)
    if following is not None and following.on_date <= day_begun(update.now, _local_time(place), update.zone):
        place.kept_open = True
        update.session.add(place)
        return
    place.ended_at, place.next_task_id = None, None
    if follower is not None and following is not None and follower.status == "open" and follower.version == 1:
        following.ended_at, following.next_at = update.now, None
        update.session.add(following)
        recorder = TaskRecorder(update.session, await update.operation(), update.now)
        await recorder.change(follower, status="dropped")
    elif follower is not None:
        # The changed next task continues the series; this one no longer repeats.
        place.ended_at = update.now
        recorder = TaskRecorder(update.session, await update.operation(), update.now)
        await recorder.change(update.task, recurrence=None)
    set_next_beginning(update, place)
    if place.ended_at is not None:
        place.next_at = None


async def change_series_rule(update: SeriesUpdate, place: SeriesTask) -> None:
    """The rule was changed: it counts from the task's present day."""
    assert update.task.recurrence is not None
    place.rule = update.task.recurrence
    place.anchor_on = place.on_date = update.task.deadline_on or place.on_date
    place.asked_version = update.task.version
    set_next_beginning(update, place)


async def ask_edit_scope(update: SeriesUpdate, place: SeriesTask) -> OutboundMessage | None:
    """Ask, once a version, whether an edit is meant for the series too. A moved deadline day applies to this task only."""
    task = update.task
    place.asked_version = task.version
    update.session.add(place)
    current = series_template(task, update.zone)
    if current == place.template:
        return None
    first = place.on_date == place.anchor_on
    if first and update.now - task.created_at < _FRESH:
        place.template = current
        return None
    asked = edit_scope_question(update.chat, task, update.now)
    update.session.add(asked)
    return asked


async def _next_day(update: SeriesUpdate, place: SeriesTask) -> dt.date | None:
    task = update.task
    if task.status == "dropped" and await _dropped_by(update) != SKIP_KIND:
        return None
    over_at = task.done_at or task.updated_at
    try:
        return date_after_completion(
            place.rule, place.anchor_on, place.on_date, over_at, _local_time(place), update.zone
        )
    except ValueError:
        log.warning("series_without_rule", task_id=task.id, rule=place.rule)
        return None


async def _dropped_by(update: SeriesUpdate) -> str | None:
    """The kind of the operation that dropped the task."""
    statement = (
        select(Operation.kind)
        .join(TaskEvent, col(TaskEvent.operation_id) == col(Operation.id))
        .where(TaskEvent.task_id == update.task.id, col(TaskEvent.after)["status"].astext == "dropped")
        .order_by(col(TaskEvent.id).desc())
        .limit(1)
    )
    return (await update.session.exec(statement)).first()


async def enqueue_series(services: Services) -> None:
    """Enqueue the job that follows series. Called when `has_series_to_follow` finds one; harmless when there is none."""
    await services.producer.enqueue(FollowSeries())


def coming_days(place: SeriesTask, through: dt.date, most: int) -> list[dt.date]:
    """The days of a series' next tasks after this one, through a day, at most `most`; none for a rule that is none."""
    days: list[dt.date] = []
    after = place.on_date
    try:
        while len(days) < most and (day := next_date(place.rule, place.anchor_on, after)) is not None:
            if day > through:
                break
            days.append(day)
            after = day
    except ValueError:
        log.warning("series_without_rule", task_id=place.task_id, rule=place.rule)
    return days


async def compute_beginnings_anew(session: AsyncSession, chat_id: int, now: dt.datetime) -> None:
    """Compute again when the next tasks of a chat's series begin: its zone has changed."""
    waiting = col(SeriesTask.chat_id) == chat_id, col(SeriesTask.next_at).is_not(None)
    await session.execute(changing(SeriesTask).where(*waiting).values(next_at=now))


def series_template(task: Task, zone: ZoneInfo) -> dict[str, Any]:
    """What the next task will be made of, as JSON; the deadline's clock time is kept as a local one."""
    at = task.deadline_at
    local_time = None if at is None else f"{at.astimezone(zone):%H:%M}"
    return {**{name: getattr(task, name) for name in _SERIES_FIELDS}, _TIME: local_time}


def fields_of_day(template: dict[str, Any], day: dt.date, zone: ZoneInfo) -> dict[str, Any]:
    """The columns of the series' task of a day."""
    said = template[_TIME]
    at = None if said is None else instant_at(day, dt.time.fromisoformat(said), zone)
    return {**{name: template[name] for name in _SERIES_FIELDS}, "deadline_on": day, "deadline_at": at}


async def follow_series_task(
    session: AsyncSession, task: Task, place: SeriesTask | None
) -> OutboundMessage | None:
    """Do what the task's state and the time require of its series, and note its version as followed; returns the question
    asked, if any."""
    chat = await _series_chat(session, task, place)
    asked, now = None, clock.now()
    if chat is not None:
        update = SeriesUpdate(session, task, chat, now)
        if task.followed_version != task.version:
            asked = await _follow(update, place)
        place = place or await session.get(SeriesTask, task.id)
        if place is not None and place.next_at is not None and place.next_at <= now:
            await begin_next_task(update, place)
    task.followed_version = task.version
    session.add(task)
    return asked


async def _follow(update: SeriesUpdate, place: SeriesTask | None) -> OutboundMessage | None:
    task = update.task
    if place is None:
        if task.recurrence is None:
            return None
        place = await start_series(update)
    if task.status != "open":
        if place.next_task_id is None and place.ended_at is None:
            await finish_series_task(update, place)
    elif task.recurrence is None:
        place.ended_at, place.next_at = place.ended_at or update.now, None
    elif place.kept_open:
        return None
    elif place.next_task_id is not None or place.ended_at is not None:
        await reopen_series_task(update, place)
    elif place.rule != task.recurrence:
        await change_series_rule(update, place)
    elif task.version > place.asked_version:
        return await ask_edit_scope(update, place)
    return None


async def _series_chat(session: AsyncSession, task: Task, place: SeriesTask | None) -> Chat | None:
    """The series' chat: where its first task was made; the owner's, when that is not known."""
    if place is not None:
        return await session.get(Chat, place.chat_id)
    maker = (
        select(Chat)
        .join(Operation, col(Operation.chat_id) == col(Chat.id))
        .join(TaskEvent, col(TaskEvent.operation_id) == col(Operation.id))
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(
            TaskEvent.task_id == task.id, col(TaskEvent.before).is_(None), col(Member.archived_at).is_(None)
        )
    )
    owner = (
        select(Chat)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Chat.workspace_id == task.workspace_id, col(Member.is_owner))
    )
    return (await session.exec(maker)).first() or (await session.exec(owner)).first()


async def skip_occurrence(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> Reply:
    """Leave out this time of a recurring task, with an Undo; a task that does not repeat stays as it is."""
    gettext, title = speaker.translator.gettext, f"<b>{escape_html(task.title)}</b>"
    if task.recurrence is None:
        return Reply(
            gettext("{title} does not repeat, so there is no time to skip. It stays open.", title=title)
        )
    operation = await drop_task(session, speaker, task, context)
    undo = Button(gettext("Undo"), f"undo:{operation.id}")
    return Reply(gettext("{title}: skipped this time.", title=title), ((undo,),))
