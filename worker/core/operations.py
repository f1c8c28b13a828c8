"""Operations: those that a person starts by a button, an edit or a command, and the kinds that nobody starts."""

import hashlib

from sqlalchemy import ColumnElement, and_
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.handler import HandlerContext
from worker.core.speaker import Speaker

# Closing what passed without an answer, and what series make: nobody asked for it, so "undo" and "it" do not mean it.
PASSED_KIND, SERIES_KIND = "passed", "recurrence"
KINDS_OF_THE_CLOCK = (PASSED_KIND, SERIES_KIND)
# What a program did by its own request: "it" in the owner's words does not mean that, "undo" does.
PROGRAM_KIND = "program"
# Undoing, and doing again what was undone: neither is a change of its own.
UNDO_KIND, REDO_KIND = "undo", "redo"
UNDO_KINDS = (UNDO_KIND, REDO_KIND)


def hash_of_words(text: str) -> str | None:
    """The hash of a message's words by which an edit without a change is known; None where there are none."""
    words = text.strip()
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() if words else None


def of_conversation(speaker: Speaker) -> ColumnElement[bool]:
    """The condition for operations that this person asked for where they speak now: in the private chat or in the group.

    Message ids belong to a chat, and "undo" and "it" mean nothing that was said elsewhere.
    """
    here = col(Operation.group_id).is_not_distinct_from(speaker.group_id)
    return and_(col(Operation.chat_id) == speaker.chat_id, here)


async def new_operation(
    session: AsyncSession, speaker: Speaker, kind: str, context: HandlerContext
) -> Operation:
    """A new operation of the speaker's, flushed so that it has an id."""
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        group_id=speaker.group_id,
        kind=kind,
        reader="person",
        trace_id=context.trace_id,
        source_message_id=context.source_message_id,
        said_hash=context.said_hash,
        created_at=context.now,
    )
    session.add(operation)
    await session.flush()
    return operation
