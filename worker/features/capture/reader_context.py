"""Loads what a message may refer to in the workspace, and maps the reader's names back to rows."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.runtime.local_time import instant_at, local_day
from models.tables.business import Business
from models.tables.member import Member
from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.project import Project
from models.tables.task import Task
from worker.core.directory_names import DirectoryNames, load_directory_names
from worker.core.last_message import LISTED_FOR
from worker.core.operations import KINDS_OF_THE_CLOCK, PROGRAM_KIND, of_conversation
from worker.core.past_events import CLOSED_BY_TIME, is_past_event
from worker.core.speaker import Speaker
from worker.core.task_access import visible_tasks
from worker.features.capture.last_list import LastList, last_list
from worker.understanding.context import (
    Context,
    DoneTask,
    KnownBusiness,
    KnownMember,
    KnownProject,
    KnownTask,
)
from worker.understanding.intents import Due, Timing

# Of more open tasks than this only the newest are loaded: people speak of those.
_OPEN_LIMIT = 500
_DONE_WITHIN = dt.timedelta(days=3)
_DONE_LIMIT = 8
_NUMBER = re.compile(r"#(\d{1,9})(?!\d)")


@dataclass(frozen=True, slots=True)
class ReaderInputs:
    """A reader's context, and the rows behind its names: of the speaker's workspace, and of the businesses they work for.

    `rules_alone`: the workspace lets no model read its messages."""

    context: Context
    names: DirectoryNames
    businesses: dict[str, Business]
    projects: dict[str, Project]
    members: dict[str, Member]
    task_ids: dict[str, int]
    rules_alone: bool = False


async def load_reader_inputs(
    session: AsyncSession,
    speaker: Speaker,
    *,
    replied_to_message_id: int | None = None,
    without_operation: int | None = None,
    said: str = "",
) -> ReaderInputs:
    """Everything the speaker's message may refer to: open tasks, and what was missed or has passed where `said` has its
    number or answers its card.

    A message that is read again is read as before its first reading (`without_operation`): without the tasks that this
    made, which it would seem to be about, and with those that it closed.
    """
    names = await load_directory_names(session, speaker)
    businesses = [row for row in names.businesses.values() if row.archived_at is None]
    projects = [row for row in names.projects.values() if row.archived_at is None]
    members = [row for row in names.members.values() if row.archived_at is None]
    tasks = await _fetch_all(
        session,
        visible_tasks(speaker)
        .where(Task.status == "open")
        .order_by(col(Task.number).desc())
        .limit(_OPEN_LIMIT),
    )
    if without_operation is not None:
        tasks = await _as_before(session, speaker, tasks, without_operation)
    by_id = {b.id: b.name for b in businesses}
    works_for = {m.id: tuple(by_id[b] for b in names.works_for[m.id or 0] if b in by_id) for m in members}
    by_project = {p.id: p.name for p in projects}
    answered = await tasks_replied_to(session, speaker, replied_to_message_id)
    tasks += await _closed_by_time(session, speaker, said, answered)
    open_ids = frozenset(task.id for task in tasks if task.id is not None)
    shown = await last_list(session, speaker, replied_to_message_id, open_ids)
    single = [task.id or 0 for task in tasks if task.number == shown.single]
    meant = _open_references(answered or single, tasks)
    spoken_of = meant or await _recent_references(session, speaker, tasks)
    return ReaderInputs(
        context=Context(
            businesses=tuple(KnownBusiness(b.name, tuple(b.keywords)) for b in businesses),
            projects=tuple(KnownProject(p.name, by_id.get(p.business_id)) for p in projects),
            # The speaker says "I", not their own name: only the others can be assigned to by name.
            members=tuple(
                KnownMember(m.name, works_for[m.id], m.role, tuple(m.aliases))
                for m in members
                if m.id != speaker.member_id
            ),
            open_tasks=tuple(
                _known_task(task, by_id, by_project, {m.id: m.name for m in members}, speaker.zone)
                for task in tasks
            ),
            done=await _done_lately(session, speaker),
            # With several tasks on the card, the message must say which.
            replied_to=meant[0] if replied_to_message_id is not None and len(meant) == 1 else None,
            recent=spoken_of,
            listed=_listed_references(shown, tasks),
            numbered=bool(shown.numbers),
            speaker=speaker.name,
            zone_chosen=speaker.zone_confirmed,
        ),
        names=names,
        businesses={b.name: b for b in businesses},
        projects={p.name: p for p in projects},
        members={m.name: m for m in members},
        task_ids={task_reference(task): task.id for task in tasks if task.id is not None},
    )


def task_reference(task: Task) -> str:
    """The short reference a reader names a task by."""
    return f"T{task.number}"


def task_due(task: Task, zone: ZoneInfo) -> Due | None:
    """A task's deadline as its reader sees it."""
    if task.deadline_on is None:
        return None
    if task.deadline_at is None:
        return Due(date=task.deadline_on)
    local = task.deadline_at.astimezone(zone)
    return Due(date=local.date(), time=local.time().replace(tzinfo=None))


async def _fetch_all(session: AsyncSession, statement: object) -> list:  # type: ignore[type-arg]
    return list((await session.exec(statement)).all())  # type: ignore[call-overload]


async def _closed_by_time(
    session: AsyncSession, speaker: Speaker, said: str, answered: list[int]
) -> list[Task]:
    numbers = [int(number) for number in _NUMBER.findall(said)[:_DONE_LIMIT]]
    if not numbers and not answered:
        return []
    named = or_(col(Task.number).in_(numbers), col(Task.id).in_(answered))
    return await _fetch_all(
        session, visible_tasks(speaker).where(col(Task.status).in_(CLOSED_BY_TIME), named)
    )


async def _done_lately(session: AsyncSession, speaker: Speaker) -> tuple[DoneTask, ...]:
    """The tasks within the speaker's sight that were done in the last days, newest first."""
    since = clock.now() - _DONE_WITHIN
    statement = visible_tasks(speaker).where(Task.status == "done", col(Task.done_at) > since)
    rows = await _fetch_all(session, statement.order_by(col(Task.done_at).desc()).limit(_DONE_LIMIT))
    return tuple(
        DoneTask(task_reference(task), task.title, task.done_at.astimezone(speaker.zone).date())
        for task in rows
    )


def _known_task(
    task: Task,
    businesses: dict[int | None, str],
    projects: dict[int | None, str],
    members: dict[int | None, str],
    zone: ZoneInfo,
) -> KnownTask:
    return KnownTask(
        ref=task_reference(task),
        title=task.title,
        business=businesses.get(task.business_id),
        due=task_due(task, zone),
        estimate_minutes=task.estimate_minutes,
        assignee=members.get(task.assignee_id),
        project=projects.get(task.project_id),
        priority=task.priority,
        recurrence=task.recurrence,
        reminder_minutes_before=task.reminder_minutes_before,
        timing=_timing(task),
        past_event=is_past_event(task, local_day(clock.now(), zone)),
    )


def _timing(task: Task) -> Timing | None:
    return "by" if task.timing == "by" else "on" if task.timing == "on" else None


async def tasks_replied_to(session: AsyncSession, speaker: Speaker, message_id: int | None) -> list[int]:
    """The tasks of the card, or of the person's own message, that is replied to."""
    if message_id is None:
        return []
    card = select(OutboundMessage.operation_id).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.telegram_message_id == message_id,
        col(OutboundMessage.operation_id).is_not(None),
    )
    # Of a message that was edited the last wording counts.
    own = (
        select(Operation.id)
        .where(of_conversation(speaker), Operation.source_message_id == message_id)
        .order_by(col(Operation.undone_at).is_not(None), col(Operation.id).desc())
    )
    found = (await session.exec(card)).first() or (await session.exec(own)).first()
    return [] if found is None else await _task_ids_of_operation(session, found)


async def _recent_references(session: AsyncSession, speaker: Speaker, tasks: list[Task]) -> tuple[str, ...]:
    last = (
        await session.exec(
            select(Operation.id)
            .join(TaskEvent, col(TaskEvent.operation_id) == col(Operation.id))
            .where(
                of_conversation(speaker),
                col(Operation.undone_at).is_(None),
                col(Operation.created_at) > clock.now() - LISTED_FOR,
                col(Operation.kind).not_in((*KINDS_OF_THE_CLOCK, PROGRAM_KIND)),
            )
            .order_by(col(Operation.id).desc())
            .limit(1)
        )
    ).first()
    return () if last is None else _open_references(await _task_ids_of_operation(session, last), tasks)


def _listed_references(shown: LastList, tasks: list[Task]) -> tuple[str, ...]:
    """The references of the tasks of a list, in its order."""
    if shown.numbers:
        return tuple(f"T{number}" for number in shown.numbers)
    numbers = {task.id: task_reference(task) for task in tasks}
    # A closed task has no reference any more, but keeps its position.
    return tuple(numbers.get(each, "-") for each in shown.ids)


async def _as_before(
    session: AsyncSession, speaker: Speaker, tasks: list[Task], operation_id: int
) -> list[Task]:
    """The open tasks as they would be without an operation: none that it made, and those that it closed."""
    events = (await session.exec(select(TaskEvent).where(TaskEvent.operation_id == operation_id))).all()
    made = {event.task_id for event in events if event.before is None}
    closed = {event.task_id for event in events if event.before is not None and "status" in event.after}
    again = visible_tasks(speaker).where(col(Task.id).in_(closed - made), Task.status != "open")
    found = [*(task for task in tasks if task.id not in made), *await _fetch_all(session, again)]
    return sorted(found, key=lambda task: -task.number)


async def _task_ids_of_operation(session: AsyncSession, operation_id: int) -> list[int]:
    """The tasks an operation touched, in the order of its card."""
    touched = (
        select(TaskEvent.task_id).where(TaskEvent.operation_id == operation_id).order_by(col(TaskEvent.id))
    )
    return list(dict.fromkeys((await session.exec(touched)).all()))


def _open_references(task_ids: list[int], tasks: list[Task]) -> tuple[str, ...]:
    """References of the open ones, the last of the card first."""
    open_tasks = {task.id: task for task in tasks}
    return tuple(task_reference(open_tasks[each]) for each in reversed(task_ids) if each in open_tasks)


def due_columns(due: Due | None, timing: Timing | None, zone: ZoneInfo) -> dict[str, Any]:
    """The columns of a task that a due sets; all of them empty without one."""
    if due is None:
        return {"deadline_on": None, "deadline_at": None, "timing": None}
    return {"deadline_on": due.date, "deadline_at": due_instant(due, zone), "timing": timing}


def due_instant(due: Due, zone: ZoneInfo) -> dt.datetime | None:
    """A deadline's instant (UTC); None without a clock time."""
    return None if due.time is None else instant_at(due.date, due.time, zone)
