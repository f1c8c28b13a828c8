"""The Undo button under a change of businesses, projects or people."""

from collections.abc import Sequence

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.operations.service import undo_operation
from worker.features.operations.views import undone_lines


async def undo_directory_change(
    session: AsyncSession, speaker: Speaker, path: Sequence[str], context: HandlerContext
) -> Reply | None:
    """Undo the operation of `w:undo:<id>`; None when another member pressed it, or there is no such change."""
    if len(path) != 1 or not path[0].isdecimal() or len(path[0]) > 18:
        return None
    return await _undo(session, speaker, int(path[0]), context)


async def _undo(
    session: AsyncSession, speaker: Speaker, operation_id: int, context: HandlerContext
) -> Reply | None:
    statement = select(Operation).where(
        Operation.id == operation_id,
        Operation.workspace_id == speaker.workspace_id,
        Operation.kind == "world",
    )
    if not speaker.is_owner or (await session.exec(statement)).first() is None:
        return None
    undone = await undo_operation(session, speaker, operation_id, trace_id=context.trace_id, now=context.now)
    if undone is None:
        return None
    return Reply("\n".join(undone_lines(speaker.translator, undone)))
