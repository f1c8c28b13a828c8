"""Operations: those that a person starts by a button, an edit or a command, and the kinds that nobody starts."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.handler import HandlerContext
from worker.core.speaker import Speaker

# Closing what passed without an answer, and what series make: nobody asked for it, so "undo" and "it" do not mean it.
PASSED_KIND, SERIES_KIND = "passed", "recurrence"
KINDS_OF_THE_CLOCK = (PASSED_KIND, SERIES_KIND)


async def new_operation(
    session: AsyncSession, speaker: Speaker, kind: str, context: HandlerContext
) -> Operation:
    """A new operation of the speaker's, flushed so that it has an id."""
    operation = Operation(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        kind=kind,
        reader="person",
        trace_id=context.trace_id,
        source_message_id=context.source_message_id,
        created_at=context.now,
    )
    session.add(operation)
    await session.flush()
    return operation
