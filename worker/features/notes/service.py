"""Notes: what nobody understood is kept as it was said, until its author makes a task of it or drops it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from models.tables.operation import TaskEvent
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import new_operation
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_recorder import TaskRecorder
from worker.features.tasks.views import card_of
from worker.understanding.actions import CreateTask
from worker.understanding.context import TOO_TANGLED, Reading
from worker.understanding.llm.quoted_text import one_line, visible

_TEXT_LIMIT = 4096
_TITLE_LIMIT = 200
_SHOWN_LIMIT = 80
_LISTED = 10
# The rules' own codes (worker/understanding/local/sureness.py).
_MURMUR = {"vague words", "no plain verb"}


def without_murmur(reading: Reading) -> Reading:
    """A reading by rules whose one task has no verb, nothing but vague words and no field: nobody understood that.

    On 315 messages of the eval's form not one task is lost by it.
    """
    if reading.reader != "rules" or len(reading.actions) != 1 or not _MURMUR.issubset(reading.doubts):
        return reading
    [task] = reading.actions
    if not isinstance(task, CreateTask) or any(
        task.model_dump(exclude={"kind", "title", "business"}).values()
    ):
        return reading
    return replace(reading, actions=())


def wants_note(reading: Reading, text: str) -> bool:
    """Whether a reading without actions is to be kept: unless its reader was sure that there was nothing to do.

    Rules are sure only of small talk, advertising and hostile texts; a model when it had no doubt.
    """
    return not reading.actions and not reading.sure and any(letter.isalnum() for letter in text)


async def note_of(
    session: AsyncSession,
    speaker: Speaker,
    text: str,
    message_id: int | None,
    reading: Reading,
    moment: HandlerContext,
) -> Reply | None:
    """Keep a message that nobody understood, and say so; None when there is nothing to keep."""
    if not wants_note(reading, text):
        return None
    card = card_of_note(speaker, await _keep(session, speaker, text, message_id, moment))
    if reading.degraded != TOO_TANGLED:
        return card
    why = speaker.translator.gettext("This message is too tangled for me to read, so I kept it whole.")
    return replace(card, text=f"{why}\n{card.text}")


def given_up(speaker: Speaker, text: str, message_id: int | None, operation_id: int | None) -> Handler:
    """The effect of giving up a second reading by the model: a text that rules made nothing of becomes a note."""

    async def effect(session: AsyncSession, moment: HandlerContext) -> HandlerResult:
        made = select(TaskEvent.id).where(TaskEvent.operation_id == operation_id).limit(1)
        if (await session.exec(made)).first() is not None:
            return HandlerResult(workspace_id=speaker.workspace_id)
        note = await _keep(session, speaker, text, message_id, moment)
        return HandlerResult([card_of_note(speaker, note)], workspace_id=speaker.workspace_id)

    return effect


async def _keep(
    session: AsyncSession, speaker: Speaker, text: str, message_id: int | None, moment: HandlerContext
) -> Note:
    """The note of this message, made once."""
    known = select(Note).where(Note.trace_id == moment.trace_id, Note.workspace_id == speaker.workspace_id)
    note = (await session.exec(known)).first()
    if note is None:
        note = Note(
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            text=visible(text).strip()[:_TEXT_LIMIT] or "…",
            trace_id=moment.trace_id,
            source_message_id=message_id,
            created_at=moment.now,
        )
        session.add(note)
        await session.flush()
    return note


def card_of_note(speaker: Speaker, note: Note) -> Reply:
    """A note and what can be done with it."""
    gettext, shown = speaker.translator.gettext, escape_html(one_line(note.text, _SHOWN_LIMIT))
    if note.state == "dropped":
        back = Button(gettext("Bring back"), f"note:keep:{note.id}")
        return Reply(gettext("Dropped: “{words}”", words=shown), ((back,),))
    text = gettext("I could not tell what to do with this. Saved to your notes: “{words}”", words=shown)
    make = Button(gettext("Make it a task"), f"note:task:{note.id}")
    return Reply(text, ((make, Button(gettext("Drop"), f"note:drop:{note.id}")),))


async def note_tapped(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], moment: HandlerContext
) -> Reply | None:
    """A press of a note's button (`note:` and `path`): the message anew; None when it leads nowhere any more."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    statement = select(Note).where(
        Note.id == int(path[1]), Note.workspace_id == speaker.workspace_id, Note.chat_id == speaker.chat_id
    )
    note = (await session.exec(statement.with_for_update())).first()
    match path[0], None if note is None else note.state:
        case "task", "open" if note is not None:
            return await _make_task(session, speaker, note, moment)
        case "drop", "open" if note is not None:
            note.state, note.settled_at = "dropped", moment.now
        case "keep", "dropped" if note is not None:
            note.state, note.settled_at = "open", None
        case _:
            return None
    session.add(note)
    return card_of_note(speaker, note)


async def settle_notes(
    session: AsyncSession, speaker: Speaker, message_id: int | None, now: dt.datetime
) -> None:
    """Its author has said it anew (an edited message that is understood now): the note is settled."""
    statement = select(Note).where(
        Note.chat_id == speaker.chat_id, Note.source_message_id == message_id, Note.state == "open"
    )
    for note in (await session.exec(statement)).all():
        note.state, note.settled_at = "dropped", now
        session.add(note)


async def open_notes(session: AsyncSession, speaker: Speaker) -> list[Reply]:
    """The chat's open notes, the oldest first, ten at most, with buttons for each."""
    gettext = speaker.translator.gettext
    statement = select(Note).where(
        Note.workspace_id == speaker.workspace_id, Note.chat_id == speaker.chat_id, Note.state == "open"
    )
    notes = (await session.exec(statement.order_by(col(Note.id)).limit(_LISTED + 1))).all()
    if not notes:
        return [Reply(gettext("No notes to sort out."))]
    heading = gettext("Notes to sort out")
    lines = [f"<b>{heading}</b>"]
    lines += [
        f"{at}  {escape_html(one_line(note.text, _SHOWN_LIMIT))}"
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


async def _make_task(session: AsyncSession, speaker: Speaker, note: Note, moment: HandlerContext) -> Reply:
    operation = await new_operation(session, speaker, "note", moment)
    title = one_line(note.text, _TITLE_LIMIT)
    await TaskRecorder(session, operation, moment.now).create(title=title[:1].upper() + title[1:])
    note.state, note.settled_at, note.operation_id = "task", moment.now, operation.id
    session.add(note)
    await session.flush()
    return await card_of(session, operation, speaker, moment.now)
