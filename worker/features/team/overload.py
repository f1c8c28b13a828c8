"""Ways out when a member is overloaded (`load:`): a task to next week, or to a colleague who has the time."""

import datetime as dt
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.business_access import exceeds_access
from worker.core.date_formats import minutes_text, short_day
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.member_roles import has_right, takes_no_tasks_text
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.operations.service import is_undone, undo_operation
from worker.features.tasks.person_list import person_list_text
from worker.features.tasks.service import move_tasks
from worker.features.workload.service import WeekLoad, week_loads
from worker.features.workload.views import load_line

# Rows of buttons: so many tasks are offered at a time.
_OFFERED = 5
_LABEL_NAME = 16
_LONGEST_NUMBER = 18
Rows = tuple[tuple[Button, ...], ...]


async def overload_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: "show" or "tasks" and a member; "move" and a task; "give", a task and a member; "undo", an operation and
    a member. For the owner, and for managers within their businesses; None for stale or made-up data."""
    ids = [int(part) for part in path[1:] if part.isdecimal() and len(part) <= _LONGEST_NUMBER]
    if not has_right(speaker, "lead") or not ids or len(ids) != len(path[1:]):
        return None
    if path[0] in ("show", "tasks") and len(ids) == 1:
        shown = _ways_out if path[0] == "show" else _tasks_of
        return await shown(session, speaker, ids[0], context.now)
    match path[0], ids:
        case "move", [task_id]:
            return await _move(session, speaker, task_id, context)
        case "give", [task_id, member_id]:
            return await _give(session, speaker, task_id, member_id, context)
        case "undo", [operation_id, member_id]:
            return await _undo(session, speaker, operation_id, member_id, context)
    return None


async def _team(session: AsyncSession, speaker: Speaker) -> Sequence[Member]:
    """The members that the speaker may know of."""
    names = await load_directory_names(session, speaker)
    return [names.members[each] for each in sorted(names.members) if names.members[each].archived_at is None]


async def _ways_out(
    session: AsyncSession,
    speaker: Speaker,
    member_id: int,
    now: dt.datetime,
    note: str = "",
    operation: Operation | None = None,
) -> Reply | None:
    """A member's week, and for tasks whose time is not fixed a button for each way out of an overload."""
    translator, team = speaker.translator, await _team(session, speaker)
    loads = {load.member_id: load for load in await week_loads(session, speaker, team, now)}
    load = loads.get(member_id)
    if load is None:
        return None
    name = escape_html(next(member.name for member in team if member.id == member_id))
    lines = [*([f"<i>{note}</i>"] if note else []), f"<b>{name}</b>", load_line(translator, load)]
    rows: list[tuple[Button, ...]] = []
    for task in await _movable(session, speaker, load) if load.excess else ():
        lines.append(_task_line(speaker, task, now))
        rows.append(await _buttons_of(session, speaker, task, load, loads, team, now))
    if load.excess and not rows:
        lines.append(translator.gettext("Every task of the week has a fixed time."))
    if operation is not None:
        rows.append((Button(translator.gettext("Undo"), f"load:undo:{operation.id}:{member_id}"),))
    return Reply("\n".join(lines), tuple(rows))


async def _movable(session: AsyncSession, speaker: Speaker, load: WeekLoad) -> list[Task]:
    """The tasks without a fixed time that the speaker may change, the least urgent first."""
    reached = await reachable_by_id(session, speaker, [task.id or 0 for task in load.tasks])
    free = [
        task
        for task in load.tasks
        if task.id in reached and not (task.timing == "on" and task.deadline_at is not None)
    ]
    late = dt.date.max
    free.sort(key=lambda task: (-task.priority, -(task.deadline_on or late).toordinal(), task.number))
    return free[:_OFFERED]


def _task_line(speaker: Speaker, task: Task, now: dt.datetime) -> str:
    due = short_day(speaker.translator, task.deadline_on, speaker.today(now)) if task.deadline_on else ""
    length = minutes_text(speaker.translator, task.estimate_minutes) if task.estimate_minutes else "?"
    facts = [f"#{task.number} {escape_html(task.title)}", due, length]
    return " · ".join(fact for fact in facts if fact)


async def _buttons_of(
    session: AsyncSession,
    speaker: Speaker,
    task: Task,
    load: WeekLoad,
    loads: dict[int, WeekLoad],
    team: Sequence[Member],
    now: dt.datetime,
) -> tuple[Button, ...]:
    day = short_day(speaker.translator, _monday_after(load), speaker.today(now))
    row = [Button(f"#{task.number} → {day}", f"load:move:{task.id}")]
    able = [
        each for each in await _colleagues(session, speaker, task) if each in loads and not loads[each].excess
    ]
    if able:
        most = max(able, key=lambda each: loads[each].free - loads[each].minutes)
        name = next(member.name for member in team if member.id == most)[:_LABEL_NAME]
        row.append(Button(f"#{task.number} → {name}", f"load:give:{task.id}:{most}"))
    return tuple(row)


def _monday_after(load: WeekLoad) -> dt.date:
    return load.last + dt.timedelta(days=1)


async def _colleagues(session: AsyncSession, speaker: Speaker, task: Task) -> set[int]:
    """Who else works for the task's business and may be given it; nobody for a task of none."""
    names = await load_directory_names(session, speaker)
    return {
        member.id
        for member in names.members.values()
        if member.id is not None
        and member.archived_at is None
        and task.business_id in names.works_for[member.id]
        and not exceeds_access(names, {"assignee_id": member.id}, task)
    } - {task.assignee_id or speaker.member_id}


async def _tasks_of(
    session: AsyncSession, speaker: Speaker, member_id: int, now: dt.datetime
) -> Reply | None:
    member = next((each for each in await _team(session, speaker) if each.id == member_id), None)
    if member is None:
        return None
    text = await person_list_text(session, speaker, member.name, None, now)
    back = Button(speaker.translator.gettext("‹ Back"), f"w:show:m:{member_id}")
    return Reply(text, ((back,),))


async def _move(
    session: AsyncSession, speaker: Speaker, task_id: int, context: HandlerContext
) -> Reply | None:
    task = await reachable_task(session, speaker, task_id=task_id, status="open")
    if task is None:
        return None
    holder = task.assignee_id or speaker.member_id
    members = [each for each in await _team(session, speaker) if each.id == holder]
    loads = await week_loads(session, speaker, members, context.now)
    # Pressed twice, or late: what is no longer due this week stays where it is.
    if not loads or all(each.id != task.id for each in loads[0].tasks):
        return await _ways_out(session, speaker, holder, context.now)
    day = _monday_after(loads[0])
    if task.deadline_on is None or task.deadline_on > loads[0].last:
        operation = await new_operation(session, speaker, "move", context)
        await TaskRecorder(session, operation, context.now).change(task, do_on=day)
    else:
        operation = await move_tasks(session, speaker, [task], day, context)
        await TaskRecorder(session, operation, context.now).change(task, do_on=None)
    note = f"#{task.number} → {short_day(speaker.translator, day, speaker.today(context.now))}"
    return await _ways_out(session, speaker, holder, context.now, note, operation)


async def _give(
    session: AsyncSession, speaker: Speaker, task_id: int, member_id: int, context: HandlerContext
) -> Reply | None:
    task = await reachable_task(session, speaker, task_id=task_id, status="open")
    if task is None:
        return None
    holder = task.assignee_id or speaker.member_id
    names = await load_directory_names(session, speaker)
    if member_id in names.members and names.only_views(member_id, task.business_id):
        note = takes_no_tasks_text(speaker, names.members[member_id].name)
        return await _ways_out(session, speaker, holder, context.now, note)
    if member_id not in await _colleagues(session, speaker, task):
        return None
    operation = await new_operation(session, speaker, "edit", context)
    await TaskRecorder(session, operation, context.now).change(task, assignee_id=member_id)
    member = await session.get_one(Member, member_id)
    note = f"#{task.number} → {escape_html(member.name)}"
    return await _ways_out(session, speaker, holder, context.now, note, operation)


async def _undo(
    session: AsyncSession, speaker: Speaker, operation_id: int, member_id: int, context: HandlerContext
) -> Reply | None:
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None and not await is_undone(session, speaker, operation_id):
        return None
    note = speaker.translator.gettext("Undone.")
    return await _ways_out(session, speaker, member_id, context.now, note)
