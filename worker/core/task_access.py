"""Access control: which tasks and operations a speaker may see and change. Message and callback handlers read tasks here.

The owner reaches every task of the workspace; another member the tasks given to them and those that a message of
theirs made; a manager also every task of a business they lead. A viewer sees every task of the business and changes none
of it. Nobody reaches a task of another workspace; in a group nobody reaches one of another business than the group's, and
a program whose access is limited to a business none of another.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, not_
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.tables.member import Membership
from models.tables.operation import Operation, TaskEvent
from models.tables.task import Task
from worker.core.speaker import Role, Speaker


def _here(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for the tasks of the speaker's workspace; in a group, or for a program limited to a business, of that
    business."""
    of_workspace = col(Task.workspace_id) == speaker.workspace_id
    if speaker.only_business is None:
        return of_workspace
    return and_(of_workspace, col(Task.business_id) == speaker.only_business)


def _of_business(speaker: Speaker, *roles: Role) -> ColumnElement[bool]:
    """The condition for tasks of the businesses in which the speaker has one of these roles; false for one of none."""
    held = select(Membership.business_id).where(
        Membership.member_id == speaker.member_id, col(Membership.role).in_(roles)
    )
    return and_(col(Task.business_id).is_not(None), col(Task.business_id).in_(held))


def _own_or_authored(speaker: Speaker) -> ColumnElement[bool]:
    authored = (
        select(TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(Operation.chat_id == speaker.chat_id, col(TaskEvent.before).is_(None))
    )
    return or_(col(Task.assignee_id) == speaker.member_id, col(Task.id).in_(authored))


def within_reach(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for tasks the speaker may change (invariant I8): assigned to them, made by a message of theirs, or of
    a business they manage; none of a business that they only view."""
    here = _here(speaker)
    if speaker.is_owner:
        return here
    theirs = or_(_own_or_authored(speaker), _of_business(speaker, "manager"))
    return and_(here, theirs, not_(_of_business(speaker, "viewer")))


def within_sight(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for tasks the speaker may see: those within reach, and all of a business that they view."""
    here = _here(speaker)
    if speaker.is_owner:
        return here
    return and_(here, or_(_own_or_authored(speaker), _of_business(speaker, "manager", "viewer")))


def is_own_task(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for the speaker's own tasks: assigned to them, or to nobody when they are the owner."""
    own = col(Task.assignee_id) == speaker.member_id
    return or_(own, col(Task.assignee_id).is_(None)) if speaker.is_owner else own


def default_assignee_id(speaker: Speaker) -> int | None:
    """The assignee of a task that names none: nobody for the owner, otherwise the speaker."""
    return None if speaker.is_owner else speaker.member_id


def reachable_tasks(speaker: Speaker) -> SelectOfScalar[Task]:
    """A statement for the tasks the speaker may change; the caller narrows it down."""
    return select(Task).where(within_reach(speaker))


def visible_tasks(speaker: Speaker) -> SelectOfScalar[Task]:
    """A statement for the tasks the speaker may see, and perhaps not change; the caller narrows it down."""
    return select(Task).where(within_sight(speaker))


def own_tasks(speaker: Speaker) -> SelectOfScalar[Task]:
    """A statement for the speaker's own tasks: the content of their lists, digests and plans."""
    # All of them are within sight: the condition is the stricter one.
    return select(Task).where(_here(speaker), is_own_task(speaker))


def listed_tasks(speaker: Speaker) -> SelectOfScalar[Task]:
    """A statement for what lists and searches show: all of the owner's workspace; other members' own tasks, and all of the
    businesses that they manage or view."""
    if speaker.is_owner:
        return visible_tasks(speaker)
    shown = or_(is_own_task(speaker), _of_business(speaker, "manager", "viewer"))
    return select(Task).where(_here(speaker), shown)


async def reachable_task(
    session: AsyncSession,
    speaker: Speaker,
    *,
    task_id: int | None = None,
    number: int | None = None,
    status: str | Collection[str] | None = None,
) -> Task | None:
    """The task of that id or number, locked until the end of the transaction.

    None when there is none within the speaker's reach, or when it has another status than the one, or those, asked for.
    """
    asked = Task.id == task_id if number is None else Task.number == number
    statement = reachable_tasks(speaker).where(asked)
    if status is not None:
        wanted = (status,) if isinstance(status, str) else status
        statement = statement.where(col(Task.status).in_(wanted))
    return (await session.exec(statement.with_for_update())).first()


async def visible_task(session: AsyncSession, speaker: Speaker, task_id: int | None) -> Task | None:
    """The task of that id, not locked, to be shown; None when it is out of the speaker's sight."""
    return (await session.exec(visible_tasks(speaker).where(Task.id == task_id))).first()


async def reachable_by_id(session: AsyncSession, speaker: Speaker, ids: Iterable[int]) -> dict[int, Task]:
    """Those of the tasks with these ids that the speaker may reach, as they stand in the database, by id."""
    statement = reachable_tasks(speaker).where(col(Task.id).in_(set(ids)))
    found = (await session.exec(statement.execution_options(populate_existing=True))).all()
    return {task.id: task for task in found if task.id is not None}


async def open_task_ids(session: AsyncSession, speaker: Speaker, ids: Iterable[int]) -> set[int]:
    """Those of the ids that are open tasks of the workspace, for a task that waits for one out of reach: nothing else of it is revealed."""
    statement = select(Task.id).where(
        Task.workspace_id == speaker.workspace_id, col(Task.id).in_(set(ids)), Task.status == "open"
    )
    return {task_id for task_id in (await session.exec(statement)).all() if task_id is not None}


async def reachable_operation(
    session: AsyncSession, speaker: Speaker, operation_id: int, *, lock: bool = False
) -> Operation | None:
    """An operation of the owner's workspace, or of the speaker's own chat; None for every other id.

    In a group one that was asked for there: to be changed (`lock`) by its author and the owner, to be shown by everybody.
    """
    statement = select(Operation).where(
        Operation.id == operation_id, Operation.workspace_id == speaker.workspace_id
    )
    if speaker.group is not None:
        statement = statement.where(Operation.group_id == speaker.group_id)
    if not speaker.is_owner and (lock or speaker.group is None):
        statement = statement.where(Operation.chat_id == speaker.chat_id)
    return (await session.exec(statement.with_for_update() if lock else statement)).first()


async def tasks_of(session: AsyncSession, speaker: Speaker, operation: Operation) -> list[Task]:
    """The tasks an operation touched, in that order, which the speaker may see or reassigned by it.

    The card of an operation in a group stands before all of it: there it shows whoever presses its buttons the same tasks.
    """
    first: dict[int, int] = {}
    for event in await _events_of(session, operation):
        first.setdefault(event.task_id, event.id or 0)
    shown = or_(within_sight(speaker), _given_away(speaker, operation))
    if speaker.group is not None and operation.group_id == speaker.group_id:
        shown = _here(speaker)
    statement = select(Task).where(col(Task.id).in_(first), shown)
    found = (await session.exec(statement.execution_options(populate_existing=True))).all()
    return sorted(found, key=lambda task: first[task.id or 0])


async def events_to_undo(
    session: AsyncSession, speaker: Speaker, operation: Operation
) -> tuple[list[tuple[TaskEvent, Task]], int]:
    """An operation's events, the last first, with their tasks, locked; and how many tasks are beyond the speaker's reach.

    A task the speaker reassigned by this operation, and nobody has since, is theirs to undo.
    """
    events = await _events_of(session, operation)
    touched = {event.task_id for event in events}
    statement = select(Task).where(
        col(Task.id).in_(touched), or_(within_reach(speaker), _given_away(speaker, operation))
    )
    rows = (await session.exec(statement.order_by(col(Task.id)).with_for_update())).all()
    tasks = {task.id: task for task in rows}
    back = [(event, tasks[event.task_id]) for event in reversed(events) if event.task_id in tasks]
    return back, len(touched) - len(tasks)


def _given_away(speaker: Speaker, operation: Operation) -> ColumnElement[bool]:
    """The condition for tasks that this operation of the speaker's chat reassigned and whose assignee is still the same."""
    given = select(TaskEvent.task_id).where(
        TaskEvent.operation_id == (operation.id if operation.chat_id == speaker.chat_id else None),
        TaskEvent.workspace_id == speaker.workspace_id,
        TaskEvent.before["assignee_id"].as_integer() == speaker.member_id,  # type: ignore[index]
        TaskEvent.after["assignee_id"].as_integer().is_not_distinct_from(col(Task.assignee_id)),
    )
    return and_(_here(speaker), col(Task.id).in_(given))


async def _events_of(session: AsyncSession, operation: Operation) -> list[TaskEvent]:
    """An operation's events in the order they were written."""
    statement = (
        select(TaskEvent)
        .where(TaskEvent.operation_id == operation.id, TaskEvent.workspace_id == operation.workspace_id)
        .order_by(col(TaskEvent.id))
    )
    return list((await session.exec(statement)).all())


async def recorded_events(session: AsyncSession, speaker: Speaker, operation: Operation) -> list[TaskEvent]:
    """What an operation changed in the tasks that its card shows the speaker, in order."""
    shown = {task.id for task in await tasks_of(session, speaker, operation)}
    return [event for event in await _events_of(session, operation) if event.task_id in shown]
