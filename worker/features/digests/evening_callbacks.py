"""Buttons of the evening close: whether a past event happened; move, complete or drop what is left; missing times."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.date_formats import long_day, minutes_text, short_day
from worker.core.handler import HandlerContext
from worker.core.past_events import ANSWERABLE
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.assignments.service import answer_instead
from worker.features.digests.evening import button_place, day_after, evening_close, evening_tasks
from worker.features.digests.queries import Recipient
from worker.features.digests.service import count_moved_tasks, load_recipient_facts, recipient_of_button
from worker.features.operations.service import UndoResult, is_undone, undo_operation
from worker.features.operations.views import undone_lines
from worker.features.tasks import service
from worker.understanding.intents import Due

_MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)
_DAYS = 7
_NAMED = 3
# What a button is for, where that is not an open task.
_ASKED_OF: dict[str, str | tuple[str, ...]] = {
    **dict.fromkeys(("took", "time"), "done"),
    **dict.fromkeys(("yes", "miss", "days", "on"), ANSWERABLE),
}


async def evening_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """`path`: what, task or operation, schedule, day, and a value where there is one. None for stale data."""
    if len(path) not in (4, 5) or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    what, number, value = path[0], int(path[1]), path[4] if len(path) == 5 else ""
    recipient = await recipient_of_button(session, speaker, path[2], path[3], context.now)
    if recipient is None:
        return None
    if what in ("days", "time"):
        return await _menu(session, recipient, what, number, context)
    done = await _act(session, recipient, what, number, value, context)
    return None if done is None else await _current_message(session, recipient, *done)


async def _act(
    session: AsyncSession, recipient: Recipient, what: str, number: int, value: str, context: HandlerContext
) -> tuple[str, Operation | None] | None:
    """The note of what was done, and its operation; None for stale or malformed data."""
    speaker = recipient.speaker
    if what == "show":
        return "", None
    if what == "undo":
        return await _undo(session, speaker, number, context)
    if what == "all":
        return await _move_all(session, recipient, context)
    task = await reachable_task(session, speaker, task_id=number, status=_ASKED_OF.get(what, "open"))
    if task is None:
        return None
    proposed = await _propose(session, recipient, what, task, value, context)
    return proposed or await _change_task(session, recipient, what, task, value, context)


async def _undo(
    session: AsyncSession, speaker: Speaker, operation_id: int, context: HandlerContext
) -> tuple[str, None] | None:
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None and not await is_undone(session, speaker, operation_id):
        return None
    kept = "" if undone is None else "\n".join(undone_lines(speaker.translator, undone))
    return "\n".join(line for line in (_undone_note(speaker, undone), kept) if line), None


def _undone_note(speaker: Speaker, undone: UndoResult | None) -> str:
    """What was undone: titles of a few tasks, else their number; empty when nothing was."""
    reverted = undone.reverted if undone is not None else []
    if not reverted:
        return ""
    names = ", ".join(escape_html(task.title) for task in reverted)
    if len(reverted) > _NAMED:
        names = speaker.translator.ngettext("{n} task", "{n} tasks", len(reverted))
    return speaker.translator.gettext("Undone: {names}", names=names)


async def _change_task(
    session: AsyncSession, recipient: Recipient, what: str, task: Task, value: str, context: HandlerContext
) -> tuple[str, Operation | None] | None:
    speaker, title = recipient.speaker, escape_html(task.title)
    today = speaker.today(context.now)
    day = _chosen_day(recipient, what, value, today)
    match what:
        case "move" | "on" if day is not None:
            note = f"{title} → {short_day(speaker.translator, day, today)}"
            return note, await service.move_tasks(session, speaker, [task], day, context)
        case "done":
            return f"✓ {title}", await service.complete_as_operation(session, speaker, task, context)
        case "drop":
            return f"<s>{title}</s>", await service.drop_task(session, speaker, task, context)
        case "took" if value.isdecimal() and int(value) in _MINUTES:
            note = f"{title} · {minutes_text(speaker.translator, int(value))}"
            return note, await service.set_actual_time(session, speaker, task, int(value), context)
        case _:
            return await _answer(session, speaker, what, task, context)


def _chosen_day(recipient: Recipient, what: str, value: str, today: dt.date) -> dt.date | None:
    return day_after(recipient, today) if what == "move" else _day(value) if what == "on" else None


async def _propose(
    session: AsyncSession, recipient: Recipient, what: str, task: Task, value: str, context: HandlerContext
) -> tuple[str, Operation] | None:
    """Of a task that another gave, moving and dropping are left to them; None for a task of one's own."""
    speaker = recipient.speaker
    today = speaker.today(context.now)
    day = _chosen_day(recipient, what, value, today)
    if day is None and what != "drop":
        return None
    due = None if day is None else Due(date=day)
    proposed = await answer_instead(session, speaker, task, context, due=due)
    note = _left_to_giver(speaker, escape_html(task.title), day, today)
    return None if proposed is None else (note, proposed)


def _left_to_giver(speaker: Speaker, title: str, day: dt.date | None, today: dt.date) -> str:
    """That another person's task stays as it is until they decide."""
    gettext = speaker.translator.gettext
    if day is None:
        return gettext("{title}: whoever gave it is told that you can't.", title=title)
    named = short_day(speaker.translator, day, today)
    return gettext("{title}: {day} is proposed to whoever gave it.", title=title, day=named)


async def _answer(
    session: AsyncSession, speaker: Speaker, what: str, task: Task, context: HandlerContext
) -> tuple[str, Operation] | None:
    """The answer whether a past event happened."""
    title = escape_html(task.title)
    match what:
        case "yes":
            return f"✓ {title}", await service.mark_happened(session, speaker, task, context)
        case "miss":
            note = speaker.translator.gettext("{title}: missed", title=title)
            return note, await service.mark_missed(session, speaker, task, context)
        case _:
            return None


async def _move_all(
    session: AsyncSession, recipient: Recipient, context: HandlerContext
) -> tuple[str, Operation | None] | None:
    speaker = recipient.speaker
    tasks_of_day = evening_tasks(recipient, await load_recipient_facts(session, recipient))
    found = [
        await reachable_task(session, speaker, task_id=task.id, status="open") for task in tasks_of_day.left
    ]
    today = speaker.today(context.now)
    day = day_after(recipient, today)
    tasks, notes, operation = list[Task](), list[str](), None
    for task in (each for each in found if each is not None):
        proposed = await answer_instead(session, speaker, task, context, due=Due(date=day))
        if proposed is None:
            tasks.append(task)
        else:
            operation = proposed
            notes.append(_left_to_giver(speaker, escape_html(task.title), day, today))
    if not tasks:
        return "\n".join(notes), operation
    note = speaker.translator.ngettext(
        "{n} task → {day}",
        "{n} tasks → {day}",
        len(tasks),
        day=short_day(speaker.translator, day, today),
    )
    moved = await service.move_tasks(session, speaker, tasks, day, context)
    return "\n".join([note, *notes]), moved


async def _current_message(
    session: AsyncSession, recipient: Recipient, note: str, operation: Operation | None
) -> Reply:
    """The evening's last message as it is now, with a note of the change and an Undo button."""
    facts, moved = await load_recipient_facts(session, recipient), await count_moved_tasks(session, recipient)
    reply = evening_close(recipient, facts, [], moved=moved)[-1]
    if evening_tasks(recipient, facts).empty:
        translator = recipient.speaker.translator
        reply = replace(
            reply,
            text=translator.gettext("{day}: nothing is left.", day=long_day(translator, recipient.local_on)),
        )
    if note:
        reply = replace(reply, text=f"{reply.text}\n\n<i>{note}</i>")
    if operation is not None:
        back = Button(
            recipient.speaker.translator.gettext("Undo"), f"ev:undo:{operation.id}:{button_place(recipient)}"
        )
        reply = replace(reply, buttons=(*reply.buttons, (back,)))
    return replace(reply, purpose="answer")


async def _menu(
    session: AsyncSession, recipient: Recipient, what: str, task_id: int, context: HandlerContext
) -> Reply | None:
    """The same message with days or times to choose from."""
    speaker, where = recipient.speaker, button_place(recipient)
    task = await reachable_task(session, speaker, task_id=task_id, status=_ASKED_OF[what])
    if task is None:
        return None
    if what == "time":
        buttons = [
            Button(minutes_text(speaker.translator, minutes), f"ev:took:{task_id}:{where}:{minutes}")
            for minutes in _MINUTES
        ]
    else:
        today = speaker.today(context.now)
        days = [today + dt.timedelta(days=ahead) for ahead in range(1, _DAYS + 1)]
        buttons = [
            Button(short_day(speaker.translator, day, today), f"ev:on:{task_id}:{where}:{day:%Y%m%d}")
            for day in days
        ]
    rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    back = Button(speaker.translator.gettext("‹ Back"), f"ev:show:0:{where}")
    shown = await _current_message(session, recipient, escape_html(task.title), None)
    return replace(shown, buttons=(*rows, (back,)))


def _day(value: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a date, no instant
    except ValueError:
        return None
