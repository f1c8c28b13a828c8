"""Keeps words on request, and messages that were not understood, until their author drops them or makes tasks of them."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from models.tables.operation import TaskEvent
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.notes.views import SHOWN_LIMIT, note_card
from worker.understanding.context import TOO_TANGLED, Reading
from worker.understanding.intents import CreateTask
from worker.understanding.llm.quoted_text import one_line, visible

_TEXT_LIMIT = 4096
_LISTED = 100
# The rules' own codes (worker/understanding/local/sureness.py).
_VAGUE_DOUBTS = {"vague words", "no verb"}


def without_vague_task(reading: Reading) -> Reading:
    """The reading without its only task when rules found neither a verb, a specific word nor a field in it.

    It loses no task on the 315 messages of the evaluation.
    """
    if reading.reader != "rules" or len(reading.intents) != 1 or not _VAGUE_DOUBTS.issubset(reading.doubts):
        return reading
    [task] = reading.intents
    if not isinstance(task, CreateTask) or any(
        task.model_dump(exclude={"kind", "title", "business"}).values()
    ):
        return reading
    return replace(reading, intents=())


def needs_note(reading: Reading, text: str) -> bool:
    """Whether a message without intents is kept: unless its reader was sure that there was nothing to do.

    Rules are sure only of small talk; a model when it had no doubt.
    """
    return not reading.intents and not reading.sure and any(letter.isalnum() for letter in text)


async def keep_note(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    message_id: int | None,
    reading: Reading,
    context: HandlerContext,
) -> Reply | None:
    """Keep a message that was not understood; the reply says so, None when there is nothing to keep."""
    if not needs_note(reading, text):
        return None
    card = note_card(speaker, await add_note(session, speaker, text, message_id, context))
    if reading.degraded != TOO_TANGLED:
        return card
    why = speaker.translator.gettext("This message is too tangled for me to read, so I kept it whole.")
    return replace(card, text=f"{why}\n{card.text}")


def give_up_reading(speaker: Speaker, text: str, message_id: int | None, operation_id: int | None) -> Handler:
    """The handler that gives up a deferred read: a text from which rules made no task becomes a note."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        made = select(TaskEvent.id).where(TaskEvent.operation_id == operation_id).limit(1)
        if (await session.exec(made)).first() is not None:
            return HandlerResult(workspace_id=speaker.workspace_id)
        note = await add_note(session, speaker, text, message_id, context)
        return HandlerResult([note_card(speaker, note)], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def add_note(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    message_id: int | None,
    context: HandlerContext,
    *,
    proposal: dict[str, Any] | None = None,
) -> Note:
    """The note of these words of a message, added once; a message may have several."""
    known = select(Note).where(Note.trace_id == context.trace_id, Note.workspace_id == speaker.workspace_id)
    notes = (await session.exec(known)).all()
    kept = visible(text).strip()[:_TEXT_LIMIT] or "…"
    note = next((note for note in notes if note.text == kept and note.proposal == proposal), None)
    if note is None:
        note = Note(
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            text=kept,
            trace_id=context.trace_id,
            part=len(notes),
            proposal=proposal,
            source_message_id=message_id,
            created_at=context.now,
        )
        session.add(note)
        await session.flush()
    return note


def kept_note_reply(speaker: Speaker, note: Note) -> Reply:
    """That words were kept as their author wished, with the buttons of a note."""
    gettext, shown = speaker.translator.gettext, escape_html(one_line(note.text, SHOWN_LIMIT))
    text = gettext("Noted: “{words}”. /notes lists notes, /find finds them.", words=shown)
    return replace(note_card(speaker, note), text=text)


async def settle_notes(
    session: AsyncSession, speaker: Speaker, message_id: int | None, now: dt.datetime
) -> None:
    """Close the note of a message whose edited text is understood now. Messages of groups have none that could be found."""
    if speaker.group is not None:
        return
    statement = select(Note).where(
        Note.chat_id == speaker.chat_id, Note.source_message_id == message_id, Note.state == "open"
    )
    for note in (await session.exec(statement)).all():
        note.state, note.settled_at = "dropped", now
        session.add(note)


async def list_open_notes(session: AsyncSession, speaker: Speaker) -> list[Reply]:
    """The chat's open notes, oldest first, a hundred at most, with buttons for each."""
    gettext = speaker.translator.gettext
    statement = select(Note).where(
        Note.workspace_id == speaker.workspace_id, Note.chat_id == speaker.chat_id, Note.state == "open"
    )
    notes = (await session.exec(statement.order_by(col(Note.id)).limit(_LISTED + 1))).all()
    if not notes:
        return [Reply(gettext("No notes to sort out. What you begin with “note:” is kept here."))]
    heading = gettext("Notes to sort out")
    lines = [f"<b>{heading}</b>"]
    lines += [
        f"{at}  {escape_html(one_line(note.text, SHOWN_LIMIT))}"
        for at, note in enumerate(notes[:_LISTED], start=1)
    ]
    if len(notes) > _LISTED:
        lines.append(gettext("These are the oldest; there are more."))
    rows = tuple(
        (
            Button(gettext("{n} → task", n=at), f"note:task:{note.id}"),
            Button(gettext("drop {n}", n=at), f"note:drop:{note.id}"),
        )
        for at, note in enumerate(notes[:_LISTED], start=1)
    )
    return [Reply("\n".join(lines), rows)]
