"""What the bot said last in a chat, as the newest question is answered by the next message."""

import datetime as dt

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.outbox import OutboundMessage
from worker.core.kept_reads import read_once
from worker.core.speaker import Speaker

# Messages that the bot sent unasked are not part of the conversation.
UNSOLICITED = ("digest", "reminder", "notice", "trouble", "offer", "team", "file")
# A question is open this long.
OPEN_FOR = dt.timedelta(hours=6)
# After this time "it" and "the second" no longer mean the task that was mentioned last and the list that was shown last.
LISTED_FOR = dt.timedelta(hours=12)


async def last_bot_message(
    session: AsyncSession, speaker: Speaker, now: dt.datetime
) -> OutboundMessage | None:
    """The last message of the conversation, edits of messages included; None where it is some hours old.

    In a group it may have been said to somebody else: only a reply answers it.
    """
    if speaker.group is not None:
        return None
    return await read_once(
        session, ("last bot message", speaker.reach, now), lambda: _last_message(session, speaker, now)
    )


async def _last_message(session: AsyncSession, speaker: Speaker, now: dt.datetime) -> OutboundMessage | None:
    statement = select(OutboundMessage).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
        col(OutboundMessage.purpose).not_in(UNSOLICITED),
        col(OutboundMessage.created_at) > now - OPEN_FOR,
    )
    return (await session.exec(statement.order_by(col(OutboundMessage.id).desc()).limit(1))).first()
