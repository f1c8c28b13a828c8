"""Estimates new tasks, records how long completed ones took, and compares the two."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation, TaskEvent
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.core.date_formats import minutes_text, short_day
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.last_message import OPEN_FOR, UNSOLICITED
from worker.core.operations import new_operation, of_conversation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_by_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.accuracy import accuracy_by_business
from worker.features.estimates.estimate import Estimate, Vector, estimate_new_tasks, tasks_learned_from
from worker.features.estimates.estimate_samples import store_estimate_sample
from worker.features.estimates.views import (
    ACTUAL_TIME_PURPOSE,
    BIAS_DAYS,
    ESTIMATE_FIELD,
    LEAST_COMPLETED,
    bias_text,
    business_lines,
    unclear_time_reply,
)
from worker.understanding.context import KnownTask
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.local.open_tasks import begins_with_verb
from worker.understanding.requests.time_taken import (
    answered_minutes,
    is_unclear_time,
    skips_time,
    time_taken,
)

# A default is not stored: the task keeps no estimate, and its plan says that an hour was assumed.
_WORTH_KEEPING = ("similar", "median", "model")
_NONE = {"estimate_minutes": None, "estimate_low": None, "estimate_high": None, "estimate_source": None}
_NAMED = 6

# A time that is told without a question corrects that of the task done last only this long after it.
_CORRECTED_FOR = dt.timedelta(hours=1)
# In a reply to the question even words that are no time at all are meant as its answer, if they are so few.
_FEW_WORDS = 3
_OPENING = re.compile(
    r"^\W*(?:(?:no|nope|wait|sorry|actually|oops|correction|rather|нет|ой|точнее|вернее|погоди|стоп|то\s+есть)\b[\s,.!—–-]*)+",
    re.IGNORECASE,
)


async def estimate_tasks(
    session: AsyncSession,
    tasks: Sequence[Task],
    card: Operation,
    context: HandlerContext,
    *,
    under: Operation | None = None,
    guesses: Mapping[int, int] | None = None,
    vectors: Mapping[int, Vector] | None = None,
) -> None:
    """Give each open task whose estimate nobody stated the one that its business's history gives, or none.

    What it was learned from is kept with `card`, the operation whose card shows the task; the change itself belongs to
    `under` (the card's own operation unless given), so that one undo reverts both.
    """
    open_tasks = [task for task in tasks if task.status == "open"]
    found = await estimate_new_tasks(session, open_tasks, context.now, guesses=guesses, vectors=vectors)
    recorder = TaskRecorder(session, under or card, context.now)
    for task in open_tasks:
        if task.id in found:
            kept = found[task.id] if found[task.id].source in _WORTH_KEEPING else None
            await recorder.change(task, **(kept.columns if kept else _NONE))
            _keep_reason(card, task.id, kept)
    session.add(card)


def _keep_reason(card: Operation, task_id: int, kept: Estimate | None) -> None:
    rows = [
        row for row in card.reasons or [] if (row.get("field"), row.get("task")) != (ESTIMATE_FIELD, task_id)
    ]
    if kept is not None:
        rows.append(
            {
                "field": ESTIMATE_FIELD,
                "task": task_id,
                "by": kept.source,
                "words": ", ".join(f"#{number}" for number in kept.learned_from),
                "value": str(kept.range.middle),
                "count": kept.alike,
            }
        )
    # A new list: the column would not notice a change inside the old one.
    card.reasons = rows or None


def estimate_basis(card: Operation | None) -> dict[int, int]:
    """By task id: how many tasks its estimate was learned from, as kept with the card."""
    rows = (card.reasons if card else None) or []
    return {
        int(r["task"]): int(r["count"]) for r in rows if r.get("field") == ESTIMATE_FIELD and r.get("count")
    }


async def estimate_basis_text(
    session: AsyncSession, speaker: Speaker, task: Task, now: dt.datetime
) -> str | None:
    """On request: the range, and the tasks an estimate was learned from, the likest first; None for other estimates."""
    if task.estimate_source != "similar" or task.estimate_low is None or task.estimate_high is None:
        return None
    translator, rows = speaker.translator, []
    like_it = [row for row, _ in await tasks_learned_from(session, task)]
    # Others' tasks count for the estimate; their titles are shown only to those who may see them.
    named = await reachable_by_id(session, speaker, [row.id for row in like_it if row.id is not None])
    for row in [row for row in like_it if row.id in named][:_NAMED]:
        took = minutes_text(translator, row.actual_minutes or 0)
        day = row.done_at.astimezone(speaker.zone).date() if row.done_at else None
        done = short_day(translator, day, speaker.today(now)) if day else None
        rows.append(
            " · ".join(escape_html(part) for part in (f"#{row.number} {row.title}", took, done) if part)
        )
    lead = translator.gettext(
        "Four of five like it take {low} to {high}. Learned from:",
        low=minutes_text(translator, task.estimate_low),
        high=minutes_text(translator, task.estimate_high),
    )
    return "\n".join([lead, *rows]) if rows else None


async def accuracy_lines(session: AsyncSession, speaker: Speaker, since: dt.datetime) -> list[str]:
    """Two or three lines for each business the speaker knows with enough completed tasks since then; else empty.

    The tasks without a business are private: only the owner is told of them.
    """
    names, translator = await load_directory_names(session, speaker), speaker.translator
    found = await accuracy_by_business(session, speaker.workspace_id, since)
    lines: list[str] = []
    for business, score in sorted(found.items(), key=lambda item: (-item[1].tasks, item[0] or 0)):
        name = names.business_name(business)
        if business is None and speaker.is_owner:
            name = translator.gettext("No business")
        if score.tasks >= LEAST_COMPLETED and name is not None:
            lines += ["", *business_lines(translator, escape_html(name), score)]
    return lines[1:]


@dataclass(frozen=True, slots=True)
class _OpenQuestion:
    """An open question: the task it asks about, and its message in the chat."""

    task_id: int
    message_id: int | None


async def answers_actual_time(
    session: AsyncSession, speaker: Speaker, text: str, reply_to: int | None, now: dt.datetime
) -> bool:
    """Whether a text answers the question of how long a task took, or tries to: the text is then not read as anything else."""
    local = now.astimezone(speaker.zone)
    answers = skips_time(text) or answered_minutes(text, local, None) is not None
    tries = is_unclear_time(text, local) or (reply_to is not None and _says_nothing_else(text, local))
    return (answers or tries) and await _open_question(session, speaker, reply_to, now) is not None


def _says_nothing_else(text: str, local: dt.datetime) -> bool:
    """Whether a reply has no words for anything but its answer: "banana"."""
    others = "?" in text or text.startswith("/") or find_mentions(text, local, detect_language(text))
    return not others and len(text.split()) <= _FEW_WORDS and begins_with_verb(KnownTask("", text)) is None


async def record_typed_time(
    session: AsyncSession, speaker: Speaker, text: str, reply_to: int | None, context: HandlerContext
) -> list[Reply]:
    """The answer to a text that `answers_actual_time`, sent after the question or as a reply to it; the question's message
    loses its buttons. What is no time is asked again. Empty when the text is something else or no question is open.
    """
    asked = await _open_question(session, speaker, reply_to, context.now)
    task = None if asked is None else await done_task(session, speaker, asked.task_id)
    if asked is None or task is None:
        return []
    local = context.now.astimezone(speaker.zone)
    minutes = answered_minutes(text, local, task.estimate_minutes)
    if minutes is None and not skips_time(text):
        return (
            [unclear_time_reply(speaker, task, text)]
            if await answers_actual_time(session, speaker, text, reply_to, context.now)
            else []
        )
    done = Reply(speaker.translator.gettext("✓ {title}", title=escape_html(task.title)))
    closed = [] if asked.message_id is None else [replace(done, edits=asked.message_id)]
    return [
        *closed,
        done if minutes is None else await record_actual_time(session, speaker, task, minutes, context),
    ]


async def done_task(session: AsyncSession, speaker: Speaker, task_id: int) -> Task | None:
    """The completed task of that id within the speaker's reach."""
    return await reachable_task(session, speaker, task_id=task_id, status="done")


async def record_actual_time(
    session: AsyncSession, speaker: Speaker, task: Task, minutes: int, context: HandlerContext
) -> Reply:
    """Store the time that the person stated, keep it as an estimate sample, and compare it with the estimate."""
    operation = await new_operation(session, speaker, "took", context)
    await TaskRecorder(session, operation, context.now).change(
        task, actual_minutes=minutes, actual_source="person"
    )
    await store_estimate_sample(session, task)
    text = await comparison_text(session, speaker, task, context) or minutes_text(speaker.translator, minutes)
    change = Button(speaker.translator.gettext("Change"), f"took:{task.id}:ask")
    return Reply(f"✓ {escape_html(task.title)}\n{text}", ((change,),))


async def comparison_text(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
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
    line = await _business_line(session, speaker, task, context)
    return f"{text}\n{line}" if line else text


async def _business_line(
    session: AsyncSession, speaker: Speaker, task: Task, context: HandlerContext
) -> str | None:
    """ "Repair takes 12 % longer than thought" once there is enough to say so."""
    since = context.now - dt.timedelta(days=BIAS_DAYS)
    score = (await accuracy_by_business(session, speaker.workspace_id, since)).get(task.business_id)
    if score is None or score.tasks < LEAST_COMPLETED or task.business_id is None:
        return None
    name = (await load_directory_names(session, speaker)).business_name(task.business_id)
    return None if name is None else bias_text(speaker.translator, escape_html(name), score.bias)


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
        # Messages that the bot sent unasked are not part of this conversation.
        statement = statement.where(col(OutboundMessage.purpose).not_in(UNSOLICITED))
    last = (await session.exec(statement.order_by(col(OutboundMessage.id).desc()).limit(1))).first()
    if (
        last is None
        or last.purpose != ACTUAL_TIME_PURPOSE
        or (reply_to is None and now - last.created_at > OPEN_FOR)
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


async def corrects_actual_time(session: AsyncSession, speaker: Speaker, text: str, now: dt.datetime) -> bool:
    """Whether a text corrects how long the task took that the chat's last change completed."""
    return (
        _corrected_minutes(text, speaker, now) is not None
        and await _last_completed(session, speaker, now) is not None
    )


async def record_corrected_time(
    session: AsyncSession, speaker: Speaker, text: str, context: HandlerContext
) -> list[Reply]:
    """The corrected time, kept; empty when there is no such task any more."""
    minutes, task = (
        _corrected_minutes(text, speaker, context.now),
        await _last_completed(session, speaker, context.now),
    )
    if minutes is None or task is None:
        return []
    return [await record_actual_time(session, speaker, task, minutes, context)]


def _corrected_minutes(text: str, speaker: Speaker, now: dt.datetime) -> int | None:
    opening = _OPENING.match(text)
    said = text[opening.end() :].strip(" .!") if opening else ""
    # A bare number is no time here: "no, 12" may be anything.
    return time_taken(said, now.astimezone(speaker.zone)) if re.search(r"[^\W\d_]", said) else None


async def _last_completed(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> Task | None:
    """The one done task of the newest change within the hour, whether its time is known or still asked for."""
    newest = (
        select(TaskEvent.operation_id, TaskEvent.task_id)
        .join(Operation, col(Operation.id) == col(TaskEvent.operation_id))
        .where(
            of_conversation(speaker),
            Operation.workspace_id == speaker.workspace_id,
            col(Operation.undone_at).is_(None),
            col(Operation.created_at) > now - _CORRECTED_FOR,
        )
        .order_by(col(TaskEvent.operation_id).desc())
        .limit(20)
    )
    rows = (await session.exec(newest)).all()
    tasks = {task for operation, task in rows if operation == rows[0][0]}
    if len(tasks) != 1:
        return None
    return await reachable_task(session, speaker, task_id=tasks.pop(), status="done")
