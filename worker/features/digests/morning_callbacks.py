"""Buttons of the morning digest: start and finish a task, postpone tasks."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.core.date_formats import minutes_text, short_day
from worker.core.handler import HandlerContext
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.assignments.service import answer_instead
from worker.features.digests.evening import button_place, day_after
from worker.features.digests.morning import morning_digest, overdue_of, short_title
from worker.features.digests.queries import Recipient, tasks_due_by
from worker.features.digests.service import load_recipient_facts, recipient_of_button
from worker.features.operations.service import is_undone, undo_operation
from worker.features.tasks import service
from worker.features.tasks.overdue import settle_overdue
from worker.features.tasks.service import completion_follow_ups
from worker.features.timer.service import halt_timer, running_timer, start_timer
from worker.understanding.intents import Due

# At most so many tasks to postpone, a button each.
_OFFERED = 12
# Buttons for all that is overdue, and what they do.
_ALL = {"late": "move", "old": "drop"}


async def morning_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """`path`: "later" or "show" with schedule and day; "move", "go", "end" or "halt" with a task before them.

    None for stale data.
    """
    what, *rest = path
    if len(rest) not in (2, 3):
        return None
    recipient = await recipient_of_button(session, speaker, rest[-2], rest[-1], context.now)
    if recipient is None:
        return None
    if len(rest) == 2:
        return await _whole_digest(session, recipient, what, context)
    if not rest[0].isdecimal() or len(rest[0]) > 18:
        return None
    return await _of_number(session, recipient, what, int(rest[0]), context)


async def _of_number(
    session: AsyncSession, recipient: Recipient, what: str, number: int, context: HandlerContext
) -> Reply | None:
    """A button of one task, or the Undo of an operation."""
    if what == "undo":
        return await _undo(session, recipient, number, context)
    task = await reachable_task(session, recipient.speaker, task_id=number, status="open")
    note = None if task is None else await _act(session, recipient, what, task, context)
    return await _current_message(session, recipient, context, choosing=what == "move", note=note)


async def _whole_digest(
    session: AsyncSession, recipient: Recipient, what: str, context: HandlerContext
) -> Reply | None:
    """A button that names no task: settles all that is overdue, or shows the digest, with what can be put off for "later"."""
    if what in _ALL:
        return await _settle_all(session, recipient, _ALL[what], context)
    known = what in ("later", "show")
    return await _current_message(session, recipient, context, choosing=what == "later") if known else None


async def _settle_all(
    session: AsyncSession, recipient: Recipient, what: str, context: HandlerContext
) -> Reply:
    """Move all that is overdue to tomorrow, or drop its old part; the digest as it is then, with a line and an Undo."""
    facts = await load_recipient_facts(session, recipient)
    mine = facts.mine(tasks_due_by(facts.open, recipient.local_on), recipient)
    ids = [task.id for task in overdue_of(mine, recipient.local_on)]
    found = [await reachable_task(session, recipient.speaker, task_id=each, status="open") for each in ids]
    tasks = [task for task in found if task is not None]
    note, operation = await settle_overdue(session, recipient.speaker, tasks, what, context)
    shown = await _current_message(session, recipient, context, choosing=False, note=note or None)
    if operation is None:
        return shown
    data = f"dg:undo:{operation.id}:{button_place(recipient)}"
    undo = (Button(recipient.speaker.translator.gettext("Undo"), data),)
    return replace(shown, buttons=(undo, *shown.buttons))


async def _undo(
    session: AsyncSession, recipient: Recipient, operation_id: int, context: HandlerContext
) -> Reply | None:
    speaker = recipient.speaker
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None and not await is_undone(session, speaker, operation_id):
        return None
    told = speaker.translator.gettext("Undone.")
    return await _current_message(session, recipient, context, choosing=False, note=told)


async def _act(
    session: AsyncSession, recipient: Recipient, what: str, task: Task, context: HandlerContext
) -> str | None:
    """Do what the button says; returns an HTML line about it, if any."""
    speaker = recipient.speaker
    match what:
        case "move":
            day = day_after(recipient, speaker.today(context.now))
            if await answer_instead(session, speaker, task, context, due=Due(date=day)) is not None:
                named = short_day(speaker.translator, day, speaker.today(context.now))
                return speaker.translator.gettext(
                    "{title}: {day} is proposed to whoever gave it.", title=escape_html(task.title), day=named
                )
            await service.move_tasks(session, speaker, [task], day, context)
        case "go":
            await start_timer(session, speaker, task, context.now)
        case "halt":
            await halt_timer(session, task, context.now)
        case "end":
            await service.complete_as_operation(session, speaker, task, context)
            line, _ = await completion_follow_ups(session, speaker, [task], context)
            spent = minutes_text(speaker.translator, task.actual_minutes) if task.actual_minutes else None
            return " · ".join(fact for fact in (f"✓ {escape_html(task.title)}", line or spent) if fact)
    return None


async def _current_message(
    session: AsyncSession,
    recipient: Recipient,
    context: HandlerContext,
    *,
    choosing: bool,
    note: str | None = None,
) -> Reply:
    """The digest's last message as it is now: with its own buttons, with a running task's, or with what can wait."""
    facts = await load_recipient_facts(session, recipient)
    reply = morning_digest(recipient, facts, [])[-1]
    if note:
        reply = replace(reply, text=f"{reply.text}\n\n{note}")
    if not choosing:
        return replace(await _with_running(session, recipient, reply), purpose="answer")
    speaker, where, today = recipient.speaker, button_place(recipient), recipient.speaker.today(context.now)
    day = short_day(speaker.translator, day_after(recipient, today), today)
    tasks = facts.mine(tasks_due_by(facts.open, recipient.local_on), recipient)[:_OFFERED]
    rows = tuple(
        (Button(f"{short_title(task.title)} → {day}", f"dg:move:{task.id}:{where}"),) for task in tasks
    )
    back = Button(speaker.translator.gettext("‹ Back"), f"dg:show:{where}")
    return replace(reply, buttons=(*rows, (back,)), purpose="answer")


async def _with_running(session: AsyncSession, recipient: Recipient, reply: Reply) -> Reply:
    """While a task's timer runs, Done and Stop stand in place of the Start button."""
    timer = await running_timer(session, recipient.speaker)
    speaker = recipient.speaker
    task = (
        None
        if timer is None
        else await reachable_task(session, speaker, task_id=timer.task_id, status="open")
    )
    if timer is None or task is None:
        return reply
    translator, where = speaker.translator, button_place(recipient)
    since = f"{timer.started_at.astimezone(speaker.zone):%H:%M}"
    line = translator.gettext(
        "▶ {title}, since {time}", title=f"<b>{escape_html(task.title)}</b>", time=since
    )
    ends = (
        Button(translator.gettext("✓ Done"), f"dg:end:{task.id}:{where}"),
        Button(translator.gettext("Stop"), f"dg:halt:{task.id}:{where}"),
    )
    others = tuple(row for row in reply.buttons if not row[0].data.startswith("dg:go:"))
    return replace(reply, text=f"{reply.text}\n\n{line}", buttons=(ends, *others))
