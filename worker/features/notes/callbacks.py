"""The buttons of a note (`note:`): make it a task, drop it, bring it back."""

from collections.abc import Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.note import Note
from worker.core.handler import HandlerContext
from worker.core.operations import new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id
from worker.core.task_recorder import TaskRecorder
from worker.features.notes.views import note_card
from worker.features.tasks.views import card_of
from worker.understanding.llm.quoted_text import one_line

_TITLE_LIMIT = 200


async def handle_note_callback(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """The new content of a note's message after a button (`note:` and `path`); None when the button has expired."""
    if len(path) != 2 or not path[1].isdecimal() or len(path[1]) > 18:
        return None
    statement = select(Note).where(
        Note.id == int(path[1]), Note.workspace_id == speaker.workspace_id, Note.chat_id == speaker.chat_id
    )
    note = (await session.exec(statement.with_for_update())).first()
    match path[0], None if note is None else note.state:
        case "task", "open" if note is not None:
            return await _make_task_of_note(session, speaker, note, context)
        case "drop", "open" if note is not None:
            note.state, note.settled_at = "dropped", context.now
        case "keep", "dropped" if note is not None:
            note.state, note.settled_at = "open", None
        case _:
            return None
    session.add(note)
    return note_card(speaker, note)


async def _make_task_of_note(
    session: AsyncSession, speaker: Speaker, note: Note, context: HandlerContext
) -> Reply:
    operation = await new_operation(session, speaker, "note", context)
    title = one_line(note.text, _TITLE_LIMIT)
    await TaskRecorder(session, operation, context.now).create(
        title=title[:1].upper() + title[1:], assignee_id=default_assignee_id(speaker)
    )
    note.state, note.settled_at, note.operation_id = "task", context.now, operation.id
    session.add(note)
    await session.flush()
    return await card_of(session, operation, speaker, context.now)
