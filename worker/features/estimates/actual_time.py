"""Took: how long a completed task really took: asked once, answered by a tap or in words, and remembered."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.core.date_formats import minutes_text
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.accuracy import BIAS_DAYS, LEAST_COMPLETED, bias_text
from worker.features.estimates.estimate import DEFAULT_MINUTES
from worker.features.estimates.estimate_samples import store_estimate_sample
from worker.features.estimates.score import accuracy_by_business
from worker.understanding.requests.duration import LONGEST_MINUTES, duration_of

ACTUAL_TIME_PURPOSE = "took"
_UNSOLICITED = ("digest", "reminder", "notice", "trouble", "offer")
# A bare duration is an answer to the question only this long after it.
QUESTION_OPEN_FOR = dt.timedelta(hours=1)
_SKIP = re.compile(r"^\W*(?:skip|пропусти\w*|не знаю|don'?t know|no idea)\W*$", re.IGNORECASE)
_STEPS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480)


@dataclass(frozen=True, slots=True)
class _OpenQuestion:
    """An open question: whose task's time, and where in the chat it stands."""

    task_id: int
    message_id: int | None


def actual_time_question(speaker: Speaker, task: Task) -> Reply | None:
    """The question after Done, with the likely values; None when the time was told already."""
    if task.status != "done" or task.actual_minutes is not None:
        return None
    gettext = speaker.translator.gettext
    values = [
        Button(minutes_text(speaker.translator, m), f"took:{task.id}:{m}") for m in likely_minutes(task)
    ]
    last = [
        Button(gettext("other"), f"took:{task.id}:other"),
        Button(gettext("skip"), f"took:{task.id}:skip"),
    ]
    text = gettext("✓ {title}. How long did it take?", title=escape_html(task.title))
    return Reply(text, (tuple(values), tuple(last)), purpose=ACTUAL_TIME_PURPOSE)


def likely_minutes(task: Task) -> list[int]:
    """Three or four round values around the estimate, rising."""
    middle = task.estimate_minutes or DEFAULT_MINUTES
    wanted = (task.estimate_low or middle // 2, middle, task.estimate_high or middle * 3 // 2, middle * 2)
    near = {min(_STEPS, key=lambda step: (abs(step - minutes), step)) for minutes in wanted}
    return sorted(near)


async def actual_time_callback(
    session: AsyncSession, speaker: Speaker, path: list[str], moment: HandlerContext
) -> Reply | None:
    """The question's message after a tap on one of its buttons; None for made-up data."""
    if len(path) != 2 or not path[0].isdigit() or len(path[0]) > 18:
        return None
    task = await _done_task(session, speaker, int(path[0]))
    if task is None:
        return None
    if path[1] == "skip":
        return Reply(speaker.translator.gettext("✓ {title}", title=escape_html(task.title)), purpose="answer")
    if path[1] == "other":
        text = speaker.translator.gettext(
            "How long did “{title}” take? For example: 1 h 40", title=escape_html(task.title)
        )
        skip = Button(speaker.translator.gettext("skip"), f"took:{task.id}:skip")
        return Reply(text, ((skip,),), purpose=ACTUAL_TIME_PURPOSE)
    if path[1] == "ask":
        return _repeated_question(speaker, task)
    minutes = int(path[1]) if path[1].isdigit() and len(path[1]) < 6 else 0
    return (
        await record_actual_time(session, speaker, task, minutes, moment)
        if 0 < minutes <= LONGEST_MINUTES
        else None
    )


def _repeated_question(speaker: Speaker, task: Task) -> Reply | None:
    blank = task.model_copy(update={"actual_minutes": None})
    return actual_time_question(speaker, blank)


async def answers_actual_time(
    session: AsyncSession, speaker: Speaker, text: str, reply_to: int | None, now: dt.datetime
) -> bool:
    """Whether a text answers the question of how long a task took: nothing else is to be made of it then."""
    told = _SKIP.match(text) or duration_of(text, now.astimezone(speaker.zone)) is not None
    return bool(told) and await _open_question(session, speaker, reply_to, now) is not None


async def record_typed_time(
    session: AsyncSession, speaker: Speaker, text: str, reply_to: int | None, moment: HandlerContext
) -> list[Reply]:
    """The answer to a text that is a duration and nothing else, said after the question or as a reply to it; the
    question's own message lets go of its buttons. Empty when the text is something else or no question is open.
    """
    skipped = _SKIP.match(text) is not None
    minutes = None if skipped else duration_of(text, moment.now.astimezone(speaker.zone))
    if minutes is None and not skipped:
        return []
    asked = await _open_question(session, speaker, reply_to, moment.now)
    task = None if asked is None else await _done_task(session, speaker, asked.task_id)
    if asked is None or task is None:
        return []
    done = Reply(speaker.translator.gettext("✓ {title}", title=escape_html(task.title)))
    closed = [] if asked.message_id is None else [replace(done, edits=asked.message_id)]
    return [
        *closed,
        done if minutes is None else await record_actual_time(session, speaker, task, minutes, moment),
    ]


async def _done_task(session: AsyncSession, speaker: Speaker, task_id: int) -> Task | None:
    return await reachable_task(session, speaker, task_id=task_id, status="done")


async def record_actual_time(
    session: AsyncSession, speaker: Speaker, task: Task, minutes: int, moment: HandlerContext
) -> Reply:
    """Write the actual by the person's hand, learn from it, and say how it compares."""
    operation = await new_operation(session, speaker, "took", moment)
    await TaskRecorder(session, operation, moment.now).change(
        task, actual_minutes=minutes, actual_source="person"
    )
    await store_estimate_sample(session, task)
    text = await comparison_text(session, speaker, task, moment) or minutes_text(speaker.translator, minutes)
    change = Button(speaker.translator.gettext("Change"), f"took:{task.id}:ask")
    return Reply(f"✓ {escape_html(task.title)}\n{text}", ((change,),))


async def comparison_text(
    session: AsyncSession, speaker: Speaker, task: Task, moment: HandlerContext
) -> str | None:
    """ "2 h 10 against ~2 h.", and how the business runs once enough is known; None without an estimate."""
    if task.estimate_minutes is None or task.actual_minutes is None:
        return None
    guess = "~" if task.estimate_source != "stated" else ""
    translator = speaker.translator
    text = translator.gettext(
        "{actual} against {estimate}.",
        actual=minutes_text(translator, task.actual_minutes),
        estimate=guess + minutes_text(translator, task.estimate_minutes),
    )
    if task.actual_minutes == task.estimate_minutes:
        text = translator.gettext(
            "{actual}, as estimated.", actual=minutes_text(translator, task.actual_minutes)
        )
    line = await _business_line(session, speaker, task, moment)
    return f"{text}\n{line}" if line else text


async def _business_line(
    session: AsyncSession, speaker: Speaker, task: Task, moment: HandlerContext
) -> str | None:
    """ "Repair takes 12 % longer than thought" once there is enough to say so."""
    since = moment.now - dt.timedelta(days=BIAS_DAYS)
    score = (await accuracy_by_business(session, speaker.workspace_id, since)).get(task.business_id)
    if score is None or score.tasks < LEAST_COMPLETED or task.business_id is None:
        return None
    names = await load_directory_names(session, speaker.workspace_id)
    return bias_text(speaker.translator, escape_html(names.businesses[task.business_id].name), score.bias)


async def _open_question(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> _OpenQuestion | None:
    """The question that is answered: the one replied to, or the last thing the bot said."""
    statement = select(OutboundMessage).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
    )
    if reply_to is not None:
        statement = statement.where(OutboundMessage.telegram_message_id == reply_to)
    else:
        # What came by itself in between was no turn of this conversation.
        statement = statement.where(col(OutboundMessage.purpose).not_in(_UNSOLICITED))
    last = (await session.exec(statement.order_by(col(OutboundMessage.id).desc()).limit(1))).first()
    if (
        last is None
        or last.purpose != ACTUAL_TIME_PURPOSE
        or (reply_to is None and now - last.created_at > QUESTION_OPEN_FOR)
    ):
        return None
    keyboard = last.payload.get("reply_markup", {}).get("inline_keyboard", [])
    data = [button["callback_data"] for row in keyboard for button in row]
    found = next((item.split(":")[1] for item in data if item.startswith("took:")), "")
    return (
        _OpenQuestion(int(found), last.payload.get("message_id") or last.telegram_message_id)
        if found.isdigit()
        else None
    )
