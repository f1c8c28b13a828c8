"""Pictures of one album: each is a message of its own, and they are answered together."""

import datetime as dt
from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from worker.core.handler import Handler, HandlerContext, HandlerResult, reply_only
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.telegram.update import IncomingUpdate

# Telegram: two to ten messages, sent at once.
_MOST_IN_ALBUM = 10
_WITHIN = dt.timedelta(minutes=5)
_PURPOSE = "album:"


def answer_once_per_album(speaker: Speaker, incoming: IncomingUpdate, answer: Reply) -> Handler:
    """The handler of a file without a caption: one of an album is silent where another of its messages was answered."""
    if not incoming.album:
        return reply_only(answer, workspace_id=speaker.workspace_id)

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        if await _is_answered(session, speaker, incoming, context):
            return HandlerResult(outcome="ignored")
        told = replace(answer, purpose=f"{_PURPOSE}{incoming.album}")
        return HandlerResult([told], workspace_id=speaker.workspace_id)

    return Handler(apply)


async def _is_answered(
    session: AsyncSession, speaker: Speaker, incoming: IncomingUpdate, context: HandlerContext
) -> bool:
    last = incoming.message_id or 0
    captioned = select(Operation.id).where(
        Operation.chat_id == speaker.chat_id,
        Operation.group_id == speaker.group_id,
        col(Operation.source_message_id).between(last - _MOST_IN_ALBUM + 1, last - 1),
        col(Operation.created_at) > context.now - _WITHIN,
    )
    told = select(OutboundMessage.id).where(
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        OutboundMessage.purpose == f"{_PURPOSE}{incoming.album}",
    )
    found = [(await session.exec(each.limit(1))).first() for each in (captioned, told)]
    return any(each is not None for each in found)
