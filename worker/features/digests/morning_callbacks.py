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
from worker.features.digests.evening import button_place, day_after
from worker.features.digests.morning import morning_digest, short_title
from worker.features.digests.queries import Recipient, tasks_due_by
from worker.features.digests.service import load_recipient_facts, recipient_of_button
from worker.features.tasks import service
from worker.features.tasks.service import completion_follow_ups
from worker.features.timer.service import halt_timer, running_timer, start_timer

# At most so many tasks to postpone, a button each.
_OFFERED = 12


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
        known = what in ("later", "show")
        return (
            await _current_message(session, recipient, context, choosing=what == "later") if known else None
        )
    if not rest[0].isdecimal() or len(rest[0]) > 18:
        return None
    task = await reachable_task(session, speaker, task_id=int(rest[0]), status="open")
    note = None if task is None else await _act(session, recipient, what, task, context)
    return await _current_message(session, recipient, context, choosing=what == "move", note=note)


async def _act(
    session: AsyncSession, recipient: Recipient, what: str, task: Task, context: HandlerContext
) -> str | None:
    """Do what the button says; returns an HTML line about it, if any."""
    speaker = recipient.speaker
    match what:
        case "move":
            day = day_after(recipient, speaker.today(context.now))
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
