"""Which assignments a message is about: those of the message it replies to, or of the newest message of the chat."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.assignment import AssignmentEvent, AssignmentNotice
from models.tables.outbox import OutboundMessage
from worker.core.kept_reads import read_once
from worker.core.last_message import OPEN_FOR
from worker.core.speaker import Speaker

# The prompt for a question; the assignment's id follows.
ASK_PURPOSE = "team_ask:"


@dataclass(frozen=True, slots=True)
class Pointed:
    """The bot's message that is answered, and the assignments it is about; `prompt` where it asked for a question.

    `replied` is False where it is only the newest message of the chat.
    """

    message_id: int | None
    assignments: tuple[int, ...]
    replied: bool
    prompt: bool = False


async def find_pointed(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> Pointed | None:
    """What the speaker's message answers; None when that is no message of an assignment."""
    key = ("pointed", speaker.reach, reply_to, now)
    return await read_once(session, key, lambda: _find_pointed(session, speaker, reply_to, now))


async def _find_pointed(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> Pointed | None:
    row = await _answered_message(session, speaker, reply_to, now)
    if row is None:
        return None
    place = row.payload.get("message_id") or row.telegram_message_id
    replied = reply_to is not None
    if row.purpose.startswith(ASK_PURPOSE):
        return Pointed(place, (int(row.purpose.removeprefix(ASK_PURPOSE)),), replied, prompt=True)
    found = await _told_by(session, speaker, place) or await _answered_by(session, speaker, row.operation_id)
    return Pointed(place, found, replied) if found else None


async def _answered_message(
    session: AsyncSession, speaker: Speaker, reply_to: int | None, now: dt.datetime
) -> OutboundMessage | None:
    statement = select(OutboundMessage).where(
        OutboundMessage.workspace_id == speaker.workspace_id,
        OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
    )
    if reply_to is not None:
        statement = statement.where(OutboundMessage.telegram_message_id == reply_to)
        return (await session.exec(statement.order_by(col(OutboundMessage.id)).limit(1))).first()
    statement = statement.where(col(OutboundMessage.created_at) > now - OPEN_FOR)
    return (await session.exec(statement.order_by(col(OutboundMessage.id).desc()).limit(1))).first()


async def notice_of_message(session: AsyncSession, speaker: Speaker, place: int | None) -> int | None:
    """The first notice that a message told the speaker; None where it told of none."""
    notices = await _notices_of(session, speaker, place)
    return notices[0].id if notices else None


async def _told_by(session: AsyncSession, speaker: Speaker, place: int | None) -> tuple[int, ...]:
    """The assignments that a message told of, in its order."""
    notices = await _notices_of(session, speaker, place)
    return tuple(dict.fromkeys(notice.assignment_id for notice in notices))


async def _notices_of(session: AsyncSession, speaker: Speaker, place: int | None) -> list[AssignmentNotice]:
    if place is None:
        return []
    statement = (
        select(AssignmentNotice)
        .join(OutboundMessage, col(OutboundMessage.id) == col(AssignmentNotice.outbound_message_id))
        .where(
            AssignmentNotice.workspace_id == speaker.workspace_id,
            AssignmentNotice.member_id == speaker.member_id,
            OutboundMessage.chat_telegram_id == speaker.chat_telegram_id,
            OutboundMessage.telegram_message_id == place,
        )
        .order_by(col(AssignmentNotice.id))
    )
    return list((await session.exec(statement)).all())


async def _answered_by(session: AsyncSession, speaker: Speaker, operation_id: int | None) -> tuple[int, ...]:
    """The assignments that an answer of the speaker's changed, whose reply is answered again."""
    if operation_id is None:
        return ()
    statement = (
        select(AssignmentEvent.assignment_id)
        .where(
            AssignmentEvent.workspace_id == speaker.workspace_id,
            AssignmentEvent.operation_id == operation_id,
        )
        .order_by(col(AssignmentEvent.id))
    )
    return tuple(dict.fromkeys((await session.exec(statement)).all()))
