"""The buttons that turn the pages of a long message."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.handler import HandlerContext
from worker.core.reply import Reply, reply_of_page
from worker.core.speaker import Speaker


async def turn_page(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,  # noqa: ARG001
) -> Reply | None:
    """`path`: the page, counted from 0, and the key of the chat's outbox row that holds all of them. None for stale or
    made-up data."""
    if len(path) < 2 or not path[0].isdecimal() or len(path[0]) > 3:
        return None
    statement = select(OutboundMessage).where(
        OutboundMessage.dedupe_key == ":".join(path[1:]),
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.workspace_id == speaker.workspace_id,
    )
    row = (await session.exec(statement)).first()
    return None if row is None else reply_of_page(row, int(path[0]))
