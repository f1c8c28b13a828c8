"""Edits that leave a message's words as they were: Telegram sends one for a link's preview, too."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.operations import hash_of_words, of_conversation
from worker.core.speaker import Speaker
from worker.telegram.update import IncomingUpdate


async def is_unchanged(session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate) -> bool:
    """Whether an edited message says what it said when it last took effect."""
    if not incoming.edited or incoming.message_id is None:
        return False
    statement = (
        select(Operation.said_hash)
        .where(
            of_conversation(speaker),
            Operation.workspace_id == speaker.workspace_id,
            Operation.group_id == speaker.group_id,
            Operation.source_message_id == incoming.message_id,
            col(Operation.said_hash).is_not(None),
        )
        .order_by(col(Operation.id).desc())
        .limit(1)
    )
    known = (await session.exec(statement)).first()
    return known is not None and known == hash_of_words(incoming.text)
