"""What the policy does not let happen at once: a change its author is asked about, and clauses that no intent covers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from worker.core.date_formats import due_text, minutes_text, short_day
from worker.core.handler import HandlerContext
from worker.core.recurrence_formats import recurrence_text
from worker.core.reply import Button, Reply, escape_html
from worker.core.reply_place import answered_privately
from worker.core.speaker import Speaker
from worker.features.capture.reader_context import ReaderInputs
from worker.features.notes.service import add_note
from worker.features.notes.views import left_out_card
from worker.understanding.context import Asked, KnownTask, Reading
from worker.understanding.intents import (
    CompleteTask,
    DeleteTask,
    Due,
    Intent,
    RescheduleTask,
    TaskEdit,
    UpdateTask,
)
from worker.understanding.llm.quoted_text import one_line

INTENTS: TypeAdapter[tuple[Intent, ...]] = TypeAdapter(tuple[Intent, ...])
# More questions about one message than this would bury its card.
_MOST = 4
_SHOWN_LIMIT = 120


async def ask_and_store(
    session: AsyncSession,
    speaker: Speaker,
    inputs: ReaderInputs,
    message_id: int | None,
    reading: Reading,
    context: HandlerContext,
) -> list[Reply]:
    """A question for each change that is asked about, and a note for each clause that was left out: four at most, with
    the last one for all that remains."""
    # The id of a message in a group is another message's in the private chat, where notes are kept.
    message_id = message_id if speaker.group is None else None
    replies: list[Reply] = []
    for asked in reading.asked[:_MOST]:
        note = await add_note(session, speaker, asked.words, message_id, context, proposal=_to_json(asked))
        replies.append(_question(speaker, note, asked.intents, inputs, context.now))
    notes = [
        await add_note(session, speaker, words, message_id, context)
        for words in _joined(reading.left_out, _MOST - len(replies))
    ]
    cards = [left_out_card(speaker, note) for note in notes]
    return [*replies, *(cards if speaker.group is None else answered_privately(speaker, cards))]


def _joined(clauses: Sequence[str], most: int) -> list[str]:
    """The clauses as at most `most` texts (at least one where there is any)."""
    most = max(most, 1)
    return [*clauses[: most - 1], " … ".join(clauses[most - 1 :])] if len(clauses) > most else list(clauses)


def _to_json(asked: Asked) -> dict[str, Any]:
    return {
        "intents": INTENTS.dump_python(asked.intents, mode="json"),
        "instead": INTENTS.dump_python(asked.instead, mode="json"),
        "why": asked.why,
    }


def _question(
    speaker: Speaker, note: Note, intents: Sequence[Intent], inputs: ReaderInputs, now: dt.datetime
) -> Reply:
    gettext = speaker.translator.gettext
    words = escape_html(one_line(note.text, _SHOWN_LIMIT))
    known = {task.ref: task for task in inputs.context.open_tasks}
    edits = [
        intent
        for intent in intents
        if isinstance(intent, CompleteTask | RescheduleTask | UpdateTask | DeleteTask)
    ]
    if len(edits) == 1:
        asks = _what(speaker, edits[0], known[edits[0].task], speaker.today(now))
    else:
        asks = _what_of_many(speaker, edits, known, speaker.today(now))
    yes = Button(gettext("Yes"), f"ask:yes:{note.id}")
    new = Button(gettext("No, a new task"), f"ask:new:{note.id}")
    no = Button(gettext("No"), f"ask:no:{note.id}")
    rows = ((yes, no),) if len(edits) > 1 else ((yes, new, no),)
    return Reply(f"{gettext('“{quoted}”', quoted=words)}\n{asks}", rows)


_NAMED = 8


def _what_of_many(
    speaker: Speaker, edits: Sequence[TaskEdit], known: dict[str, KnownTask], today: dt.date
) -> str:
    """What would be done with how many tasks, and the first of them by name."""
    ngettext, first = speaker.translator.ngettext, edits[0]
    match first:
        case DeleteTask():
            asks = ngettext("Drop {n} task?", "Drop {n} tasks?", len(edits))
        case RescheduleTask():
            day = short_day(speaker.translator, first.due.date, today) if first.due else ""
            asks = ngettext("Move {n} task to {day}?", "Move {n} tasks to {day}?", len(edits), day=day)
        case _:
            asks = ngettext("Mark {n} task as done?", "Mark {n} tasks as done?", len(edits))
    lines = [f"•  {_listed(speaker, known[edit.task], today)}" for edit in edits[:_NAMED]]
    rest = len(edits) - _NAMED
    more = [ngettext("and {n} more", "and {n} more", rest)] if rest > 0 else []
    return "\n".join([f"<b>{asks}</b>", *lines, *more])


def _listed(speaker: Speaker, task: KnownTask, today: dt.date) -> str:
    """ "Pay the bill · Fri 20 Nov · #4"."""
    due = _due(speaker, task.due, task.timing, today) if task.due else None
    facts = (task.title, due, f"#{task.ref.removeprefix('T')}")
    return escape_html(" · ".join(fact for fact in facts if fact))


def _what(speaker: Speaker, intent: TaskEdit, task: KnownTask, today: dt.date) -> str:
    gettext, title = speaker.translator.gettext, f"<b>{escape_html(task.title)}</b>"
    match intent:
        case CompleteTask():
            return gettext("Is this task done: {title}?", title=title)
        case DeleteTask():
            return gettext("Drop this task: {title}?", title=title)
        case RescheduleTask():
            due = _due(speaker, intent.due, intent.timing or task.timing, today)
            return gettext("Move this task: {title} → {due}?", title=title, due=due)
        case UpdateTask():
            value = _value(speaker, intent)
            return gettext("Change this task: {title} → {value}?", title=title, value=value)


def _due(speaker: Speaker, due: Due | None, timing: str | None, today: dt.date) -> str:
    """ "Fri 27 Nov 14:00" of what happens then, "by Fri 27 Nov 14:00" of a deadline."""
    if due is None:
        return speaker.translator.gettext("no deadline")
    return due_text(speaker.translator, due.date, f"{due.time:%H:%M}" if due.time else None, timing, today)


def _value(speaker: Speaker, intent: UpdateTask) -> str:
    if intent.value is None:
        return speaker.translator.gettext("none")
    if intent.field in ("estimate_minutes", "reminder_minutes_before"):
        return minutes_text(speaker.translator, int(intent.value))
    if intent.field == "recurrence":
        return recurrence_text(speaker.translator, str(intent.value))
    return escape_html(one_line(str(intent.value), _SHOWN_LIMIT))
