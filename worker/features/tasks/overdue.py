"""The buttons under what is overdue or past: all of it to tomorrow, the old part dropped, and whether it happened."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.date_formats import deadline_text, short_day
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.past_events import ANSWERABLE, is_past_event
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.operations.service import is_undone, undo_operation
from worker.features.tasks import lists, service
from worker.features.tasks.queries import find_open_tasks

OLD = dt.timedelta(days=14)
# Questions with a row of buttons each; when one is answered, the next one follows.
_ASKED = 6
_DAYS = 7
Rows = tuple[tuple[Button, ...], ...]


async def buttons_of_late(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Rows:
    """The rows for the parts of a list that are overdue or past; none where there is nothing to settle."""
    overdue, past = await _late(session, speaker, now)
    gettext, today = speaker.translator.gettext, speaker.today(now)
    rows = row_of_overdue(speaker, overdue, today, "late:move", "late:drop")
    asked = ((Button(gettext("Past: did it happen?"), "late:past"),),) if past else ()
    return (*rows, *asked)


def row_of_overdue(
    speaker: Speaker, overdue: Sequence[service.Overdue], today: dt.date, move: str, drop: str
) -> Rows:
    """ "All → tomorrow" for several overdue tasks and "Drop all older than two weeks" where there are such; `move` and
    `drop` are the buttons' data."""
    gettext = speaker.translator.gettext
    row = [Button(gettext("All overdue → tomorrow"), move)] if len(overdue) > 1 else []
    if any(is_old(task, today) for task in overdue):
        row.append(Button(gettext("Drop all older than two weeks"), drop))
    return tuple((button,) for button in row)


def is_old(task: service.Overdue, today: dt.date) -> bool:
    """Whether a task is overdue for more than two weeks, and no series would end with it."""
    return task.deadline_on is not None and task.deadline_on < today - OLD and not task.recurrence


async def late_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: "move" or "drop"; "past"; "yes", "miss", "days" and a task; "on", a task and a day; "undo" and an operation.
    None for stale or made-up data."""
    what, *rest = path or [""]
    if what in ("move", "drop") and not rest:
        return await _settle_all(session, speaker, what, context)
    if what == "past" and not rest:
        return await _past_card(session, speaker, context, "", None)
    if not rest or not rest[0].isdecimal() or len(rest[0]) > 18:
        return None
    if what == "undo":
        return await _undo(session, speaker, int(rest[0]), context)
    task = await reachable_task(session, speaker, task_id=int(rest[0]), status=ANSWERABLE)
    return None if task is None else await _answer(session, speaker, what, task, rest[1:], context)


async def _late(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> tuple[list[Task], list[Task]]:
    """What the speaker's lists show as overdue, and as past."""
    today = speaker.today(now)
    tasks = await find_open_tasks(session, speaker, last=today - dt.timedelta(days=1))
    past = [task for task in tasks if is_past_event(task, today)]
    return [task for task in tasks if task not in past], past


async def _settle_all(
    session: AsyncSession, speaker: Speaker, what: str, context: HandlerContext
) -> Reply | None:
    overdue, _ = await _late(session, speaker, context.now)
    note, operation = await settle_overdue(session, speaker, overdue, what, context)
    return await _list_now(session, speaker, context, note, operation)


async def settle_overdue(
    session: AsyncSession, speaker: Speaker, overdue: Iterable[Task], what: str, context: HandlerContext
) -> tuple[str, Operation | None]:
    """Move overdue tasks to tomorrow ("move"), or drop the old ones of them ("drop"), under one operation; a line about
    it, empty where there were none."""
    today, translator = speaker.today(context.now), speaker.translator
    tasks = [task for task in overdue if what == "move" or is_old(task, today)]
    if not tasks:
        return "", None
    if what == "move":
        day = today + dt.timedelta(days=1)
        shown = short_day(translator, day, today)
        note = translator.ngettext("{n} task → {day}", "{n} tasks → {day}", len(tasks), day=shown)
        return note, await service.move_tasks(session, speaker, tasks, day, context)
    operation = await new_operation(session, speaker, "drop", context)
    recorder = TaskRecorder(session, operation, context.now)
    for task in tasks:
        await recorder.change(task, status="dropped")
    return translator.ngettext("{n} task dropped", "{n} tasks dropped", len(tasks)), operation


async def _list_now(
    session: AsyncSession, speaker: Speaker, context: HandlerContext, note: str, operation: Operation | None
) -> Reply:
    """What is still overdue, under a line of what was done, with its Undo."""
    text = await lists.overdue_list_text(session, speaker, context.now)
    rows = await buttons_of_late(session, speaker, context.now)
    return Reply(
        "\n\n".join(part for part in (f"<i>{note}</i>" if note else "", text) if part),
        (*_undo_row(speaker, operation), *rows),
    )


def _undo_row(speaker: Speaker, operation: Operation | None) -> Rows:
    if operation is None:
        return ()
    return ((Button(speaker.translator.gettext("Undo"), f"late:undo:{operation.id}"),),)


async def _undo(
    session: AsyncSession, speaker: Speaker, operation_id: int, context: HandlerContext
) -> Reply | None:
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None and not await is_undone(session, speaker, operation_id):
        return None
    gettext = speaker.translator.gettext
    if undone is not None and undone.operation.kind in service.PAST_KINDS:
        return await _past_card(session, speaker, context, gettext("Undone."), None)
    return await _list_now(session, speaker, context, gettext("Undone."), None)


async def _answer(
    session: AsyncSession, speaker: Speaker, what: str, task: Task, rest: list[str], context: HandlerContext
) -> Reply | None:
    title, today = escape_html(task.title), speaker.today(context.now)
    match what, len(rest):
        case "yes", 0:
            operation = await service.mark_happened(session, speaker, task, context)
            return await _past_card(session, speaker, context, f"✓ {title}", operation)
        case "miss", 0:
            operation = await service.mark_missed(session, speaker, task, context)
            note = speaker.translator.gettext("{title}: missed", title=title)
            return await _past_card(session, speaker, context, note, operation)
        case "days", 0:
            return _day_choice(speaker, task, today)
        case "on", 1:
            day = dt.date.fromisoformat(rest[0])
            operation = await service.move_tasks(session, speaker, [task], day, context)
            note = f"{title} → {short_day(speaker.translator, day, today)}"
            return await _past_card(session, speaker, context, note, operation)
        case _:
            return None


async def _past_card(
    session: AsyncSession, speaker: Speaker, context: HandlerContext, note: str, operation: Operation | None
) -> Reply:
    """The past events nobody has answered, with Yes, Missed and Move for each; `note` tells what was done just now."""
    gettext, today = speaker.translator.gettext, speaker.today(context.now)
    _, past = await _late(session, speaker, context.now)
    lines = [
        f"{at}  {escape_html(task.title)} · {deadline_text(speaker.translator, task, today, speaker.zone)} · #{task.number}"
        for at, task in enumerate(past, start=1)
    ]
    rows = tuple(
        (
            Button(f"{at} {gettext('Yes')}", f"late:yes:{task.id}"),
            Button(gettext("Missed"), f"late:miss:{task.id}"),
            Button(gettext("Move"), f"late:days:{task.id}"),
        )
        for at, task in enumerate(past[:_ASKED], start=1)
    )
    asked = "\n".join([f"<b>{gettext('Past: did it happen?')}</b>", *lines])
    text = asked if past else gettext("Nothing is left to answer.")
    return Reply(
        "\n\n".join(part for part in (f"<i>{note}</i>" if note else "", text) if part),
        (*rows, *_undo_row(speaker, operation)),
    )


def _day_choice(speaker: Speaker, task: Task, today: dt.date) -> Reply:
    gettext = speaker.translator.gettext
    days = [today + dt.timedelta(days=ahead) for ahead in range(_DAYS)]
    buttons = [
        Button(short_day(speaker.translator, day, today), f"late:on:{task.id}:{day.isoformat()}")
        for day in days
    ]
    rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    text = gettext("{title}: which day?", title=f"<b>{escape_html(task.title)}</b>")
    return Reply(text, (*rows, (Button(gettext("‹ Back"), "late:past"),)))
