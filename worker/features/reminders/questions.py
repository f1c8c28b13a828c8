"""Questions about reminders: when one may come whose moment is past, and of what; and what their answers do."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.local_time import instant_at
from models.tables.note import Note
from models.tables.outbox import OutboundMessage
from models.tables.reminder import Reminder
from models.tables.task import Task
from worker.core.date_formats import short_day
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.reminders.due_times import MORNING

# Purposes of the questions; what they are about follows after a colon.
OF_WHAT, WHEN = "remind_of", "remind_when"
# "Remind me in an hour" this soon after a reminder means that one.
_JUST_RUNG = dt.timedelta(hours=1)


def of_what_question(speaker: Speaker, note: Note) -> Reply:
    """Of what to remind; the wish is kept as a note until the answer."""
    gettext = speaker.translator.gettext
    drop = Button(gettext("Never mind"), f"note:drop:{note.id}")
    return Reply(gettext("Remind you of what?"), ((drop,),), purpose=f"{OF_WHAT}:{note.id}")


def when_question(speaker: Speaker, task: Task, past: dt.datetime | None, now: dt.datetime) -> Reply:
    """When to remind of a task, whose moment that was said is past; with a few moments as buttons."""
    gettext, title = speaker.translator.gettext, f"<b>{escape_html(task.title)}</b>"
    if past is None:
        text = gettext("{title}: when shall I begin to remind you?", title=title)
    else:
        text = gettext(
            "{title}: {moment} is past already, so I set no reminder. When shall I remind you?",
            title=title,
            moment=_moment_text(speaker, past, now),
        )
    labels = {
        "15": gettext("in 15 min"),
        "60": gettext("in 1 h"),
        "day": gettext("tomorrow {time}", time=f"{MORNING:%H:%M}"),
    }
    row = tuple(Button(label, f"rm:when:{task.id}:{choice}") for choice, label in labels.items())
    return Reply(text, (row,), purpose=f"{WHEN}:{task.id}")


def instant_of_choice(choice: str, speaker: Speaker, now: dt.datetime) -> dt.datetime | None:
    """The instant that a button stands for; None for made-up data."""
    match choice:
        case "15" | "60":
            return now + dt.timedelta(minutes=int(choice))
        case "day":
            return instant_at(speaker.today(now) + dt.timedelta(days=1), MORNING, speaker.zone)
        case _:
            return None


async def remind_then(
    session: AsyncSession, speaker: Speaker, task_id: int, at: dt.datetime, context: HandlerContext
) -> Reply:
    """Remind of a task at an instant: one without a deadline is for then, of any other the reminder is set apart from it."""
    task = await reachable_task(session, speaker, task_id=task_id, status="open")
    if task is None:
        return Reply(
            speaker.translator.gettext("This question is settled already. /today shows what is open.")
        )
    if task.deadline_on is not None:
        return await _snoozed(session, speaker, task, at, context.now)
    operation = await new_operation(session, speaker, "edit", context)
    await TaskRecorder(session, operation, context.now).change(
        task,
        deadline_on=at.astimezone(speaker.zone).date(),
        deadline_at=at,
        timing="on",
        reminder_minutes_before=0,
    )
    undo = Button(speaker.translator.gettext("Undo"), f"undo:{operation.id}")
    return Reply(_promise(speaker, task, at, context.now), ((undo,),))


async def snooze_until(
    session: AsyncSession, speaker: Speaker, reminder_id: int, at: dt.datetime, context: HandlerContext
) -> Reply:
    """Let a reminder come again at an instant."""
    reminder = await session.get_one(Reminder, reminder_id)
    task = await reachable_task(session, speaker, task_id=reminder.task_id, status="open")
    if task is None:
        return Reply(
            speaker.translator.gettext("This question is settled already. /today shows what is open.")
        )
    return await _snoozed(session, speaker, task, at, context.now)


async def _snoozed(
    session: AsyncSession, speaker: Speaker, task: Task, at: dt.datetime, now: dt.datetime
) -> Reply:
    await set_snoozed(session, speaker, task, at, now)
    return Reply(_promise(speaker, task, at, now))


async def set_snoozed(
    session: AsyncSession, speaker: Speaker, task: Task, at: dt.datetime, now: dt.datetime
) -> None:
    """Have a task's snoozed reminder in this chat come at an instant; there is one at a time."""
    waiting = select(Reminder).where(
        Reminder.task_id == task.id,
        Reminder.chat_id == speaker.chat_id,
        Reminder.kind == "snoozed",
        Reminder.state == "waiting",
    )
    again = (await session.exec(waiting.with_for_update())).first() or Reminder(
        workspace_id=speaker.workspace_id,
        task_id=task.id or 0,
        chat_id=speaker.chat_id,
        kind="snoozed",
        due_at=at,
        created_at=now,
    )
    again.due_at = at
    session.add(again)


async def reminder_just_rung(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> int | None:
    """The reminder of the message replied to, or of the chat's newest message where it came within the last hour."""
    newest = (
        select(OutboundMessage)
        .where(
            OutboundMessage.workspace_id == speaker.workspace_id,
            OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
            *(
                [OutboundMessage.telegram_message_id == reply_to]
                if reply_to is not None
                else [col(OutboundMessage.created_at) > now - _JUST_RUNG]
            ),
        )
        .order_by(col(OutboundMessage.id).desc())
        .limit(1)
    )
    message = (await session.exec(newest)).first()
    if message is None or message.purpose != "reminder":
        return None
    rung = select(Reminder.id).where(Reminder.outbound_message_id == message.id).limit(2)
    found = (await session.exec(rung)).all()
    return found[0] if len(found) == 1 else None


def _promise(speaker: Speaker, task: Task, at: dt.datetime, now: dt.datetime) -> str:
    local = at.astimezone(speaker.zone)
    text = speaker.translator.gettext(
        "I will remind you {day} at {time}.",
        day=short_day(speaker.translator, local.date(), speaker.today(now)),
        time=f"{local:%H:%M}",
    )
    return f"⏰ <b>{escape_html(task.title)}</b>\n{text}"


def _moment_text(speaker: Speaker, at: dt.datetime, now: dt.datetime) -> str:
    local = at.astimezone(speaker.zone)
    return f"{short_day(speaker.translator, local.date(), speaker.today(now))} {local:%H:%M}"
