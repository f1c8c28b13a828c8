"""Follow series: every recurring task that is over gets its next one; new, changed and reopened ones are put right."""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, FollowSeries
from models.runtime import clock
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from worker.core.job_result import JobResult
from worker.core.row_changes import count_row_changes
from worker.features.recurrence import service
from worker.features.recurrence.queries import changed_series_tasks
from worker.services import Services

_BATCH = 100


@dataclass(frozen=True, slots=True)
class SeriesFollowed(JobResult):
    """How many tasks were looked at, the rows made and changed for them by table, and how many questions were asked."""

    looked_at: int
    made: dict[str, int]
    changed: dict[str, int]
    questions: int


async def follow_series(services: Services, job: FollowSeries) -> SeriesFollowed:  # noqa: ARG001 - the shape of every job
    """Take each series one step, a batch in one transaction, until all fit."""
    made, changed, looked_at, questions = Counter[str](), Counter[str](), 0, 0
    while True:
        async with services.database.transaction() as session:
            found = (
                await session.exec(
                    changed_series_tasks().limit(_BATCH).with_for_update(of=Task, skip_locked=True)
                )
            ).all()
            with count_row_changes(session) as changes:
                asked = [await _step(session, task, place) for task, place in found]
                await session.flush()
        made, changed, looked_at = made + changes.made, changed + changes.changed, looked_at + len(found)
        for row in asked:
            if row is not None and row.id is not None:
                questions += 1
                await services.producer.enqueue(DeliverMessage(row.id, row.trace_id))
        if len(found) < _BATCH:
            return SeriesFollowed(looked_at, made, changed, questions)


async def _step(session: AsyncSession, task: Task, place: SeriesTask | None) -> OutboundMessage | None:
    """What the task's present state asks for; nothing, when it fits. Afterwards its version counts as seen."""
    chat = await _chat_of(session, task, place)
    asked = None
    if chat is not None:
        asked = await _taken(service.SeriesUpdate(session, task, chat, clock.now()), place)
    task.followed_version = task.version
    session.add(task)
    return asked


async def _taken(step: service.SeriesUpdate, place: SeriesTask | None) -> OutboundMessage | None:
    task = step.task
    if place is None:
        if task.recurrence is None:
            return None
        place = await service.start_series(step)
    if task.status != "open":
        if place.next_task_id is None and place.ended_at is None:
            await service.finish_series_task(step, place)
    elif task.recurrence is None:
        place.ended_at = place.ended_at or step.now
    elif place.next_task_id is not None or place.ended_at is not None:
        await service.reopen_series_task(step, place)
    elif place.rule != task.recurrence:
        await service.change_series_rule(step, place)
    elif task.version > place.asked_version:
        return await service.ask_edit_scope(step, place)
    return None


async def _chat_of(session: AsyncSession, task: Task, place: SeriesTask | None) -> Chat | None:
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
