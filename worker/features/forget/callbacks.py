"""The buttons of the question before an erasure (`forget:`)."""

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.member import Member
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.forget.queries import find_person
from worker.features.forget.service import request_erasure
from worker.features.forget.views import begun, expired, kept

_GOOD_FOR_MINUTES = 30


async def handle_forget_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: list[str],
    context: HandlerContext,
) -> Reply | None:
    """What follows a button; None for data that no button of ours has, and for what the speaker may not erase."""
    match path:
        case ["keep"]:
            return kept(speaker)
        case ["all", minute] if speaker.is_owner:
            return await _erase(session, speaker, None, minute, context)
        case ["one", number, minute] if number.isdecimal() and len(number) <= 18:
            member = await find_person(session, speaker, int(number))
            return None if member is None else await _erase(session, speaker, member, minute, context)
        case _:
            return None


async def _erase(
    session: AsyncSession, speaker: Speaker, member: Member | None, minute: str, context: HandlerContext
) -> Reply:
    if not _is_fresh(minute, context):
        return expired(speaker)
    await request_erasure(session, speaker, member, context)
    return begun(speaker)


def _is_fresh(minute: str, context: HandlerContext) -> bool:
    age = int(context.now.timestamp()) // 60 - int(minute)
    return 0 <= age <= _GOOD_FOR_MINUTES
