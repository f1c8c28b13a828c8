"""Ticks under lists: a task done there leaves the list at once, and stands struck through under it until it is undone."""

import datetime as dt
from dataclasses import replace

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.handler import HandlerContext
from worker.core.message_pages import LINE_BUTTONS, Rows, page_showing
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import own_tasks, reachable_task
from worker.features.operations.service import undo_operation
from worker.features.tasks import lists
from worker.features.tasks.overdue import buttons_of_late
from worker.features.tasks.service import complete_as_operation

# The list of the coming week, as buttons name it; a day's list is named by its date.
WEEK = "week"


async def list_with_ticks(
    session: AsyncSession, speaker: Speaker, shown: str, now: dt.datetime
) -> Reply | None:
    """The list of a day (an ISO date) or of the week, with a tick for each of its tasks; None for another name."""
    day = _day(shown)
    if day is None and shown != WEEK:
        return None
    today = speaker.today(now)
    if day is None:
        text = await lists.week_list_text(session, speaker, now)
    else:
        text = await lists.day_list_text(session, speaker, now, day)
    late = await buttons_of_late(session, speaker, now) if day in (None, today) else ()
    return Reply(text, (*await tick_rows(session, speaker, text, shown), *late))


async def tick_rows(session: AsyncSession, speaker: Speaker, text: str, shown: str) -> Rows:
    """A tick for each open task of the speaker's whose number the text shows, in its order."""
    numbers = lists.numbers_shown(text)
    statement = own_tasks(speaker).where(col(Task.number).in_(numbers), Task.status == "open")
    by_number = {task.number: task.id for task in (await session.exec(statement)).all()}
    ticks = [
        Button(f"✓ #{number}", f"tick:{shown}:{by_number[number]}", of=f"#{number}")
        for number in numbers
        if number in by_number
    ]
    return tuple(tuple(ticks[start : start + LINE_BUTTONS]) for start in range(0, len(ticks), LINE_BUTTONS))


async def tick_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """`path`: the list, and the task to be ticked; or "undo", the list, the operation and the page to show. None for made-up data."""
    if not all(part.isascii() and len(part) <= 18 for part in path) or not path[-1].isdecimal():
        return None
    match path:
        case ["undo", shown, operation, *page] if all(part.isdecimal() for part in (operation, *page)):
            now, trace = context.now, context.trace_id
            await undo_operation(session, speaker, int(operation), trace_id=trace, now=now)
            reply = await list_with_ticks(session, speaker, shown, now)
            return None if reply is None else replace(reply, page=int(page[0]) if page else 0)
        case [shown, task]:
            return await _ticked(session, speaker, shown, int(task), context)
        case _:
            return None


async def _ticked(
    session: AsyncSession, speaker: Speaker, shown: str, task_id: int, context: HandlerContext
) -> Reply | None:
    task = await reachable_task(session, speaker, task_id=task_id)
    if task is None:
        return None
    before = await list_with_ticks(session, speaker, shown, context.now)
    page = 0 if before is None else page_showing(before.text, before.buttons, f"#{task.number}")
    undo: Rows = ()
    if task.status == "open":
        operation = await complete_as_operation(session, speaker, task, context)
        data = f"tick:undo:{shown}:{operation.id}:{page}"
        undo = ((Button(speaker.translator.gettext("Undo"), data),),)
    reply = await list_with_ticks(session, speaker, shown, context.now)
    if reply is None:
        return None
    mark = "✓ " if task.status == "done" else ""
    text = f"{reply.text}\n\n{mark}<s>{escape_html(task.title)}</s>"
    return Reply(text, (*undo, *reply.buttons), page=page)


def _day(shown: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(shown)
    except ValueError:
        return None
