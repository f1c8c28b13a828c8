"""Which programs have access, and who speaks when one of them asks for something."""

from dataclasses import replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.api_token import ApiToken, ProgramRequest
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.operation import Operation
from worker.core.operations import UNDO_KINDS
from worker.core.speaker import Speaker, speaker_of


async def valid_tokens(session: AsyncSession, speaker: Speaker) -> list[ApiToken]:
    """The workspace's tokens that open something, the oldest first."""
    statement = (
        select(ApiToken)
        .where(ApiToken.workspace_id == speaker.workspace_id, col(ApiToken.revoked_at).is_(None))
        .order_by(col(ApiToken.id))
    )
    return list((await session.exec(statement)).all())


async def valid_token(
    session: AsyncSession, speaker: Speaker, token_id: int, *, lock: bool = False
) -> ApiToken | None:
    """A token of the speaker's workspace; None for every other id, and for one that was revoked."""
    statement = select(ApiToken).where(
        ApiToken.id == token_id,
        ApiToken.workspace_id == speaker.workspace_id,
        col(ApiToken.revoked_at).is_(None),
    )
    return (await session.exec(statement.with_for_update() if lock else statement)).first()


async def speaker_of_token(session: AsyncSession, token_id: int) -> tuple[ApiToken, Speaker] | None:
    """A token and the owner it speaks for, limited to its business; None when it was revoked, or its maker no longer owns
    the planner."""
    found = await _with_maker(session, token_id)
    if found is None:
        return None
    token, chat, member = found
    if token.revoked_at is not None or member.archived_at is not None or not member.is_owner:
        return None
    return token, replace(speaker_of(chat, member), limited_to=token.business_id)


async def maker_of_token(session: AsyncSession, token_id: int) -> Speaker | None:
    """Whom to tell of a token, also when it was revoked; None for a token that is gone."""
    found = await _with_maker(session, token_id)
    return None if found is None else speaker_of(found[1], found[2])


async def _with_maker(session: AsyncSession, token_id: int) -> tuple[ApiToken, Chat, Member] | None:
    statement = select(ApiToken, Chat, Member).where(
        ApiToken.id == token_id, Chat.id == ApiToken.chat_id, Member.id == Chat.member_id
    )
    return (await session.exec(statement)).first()


async def operations_of_request(
    session: AsyncSession, token: ApiToken, request_id: int, trace_id: str
) -> list[int] | None:
    """The changes that an earlier request of this token made, the last first; None when it made no such request."""
    request = await session.get(ProgramRequest, request_id)
    if request is None or request.token_id != token.id:
        return None
    statement = (
        select(Operation.id)
        .where(
            Operation.workspace_id == token.workspace_id,
            Operation.trace_id == trace_id,
            col(Operation.kind).not_in(UNDO_KINDS),
        )
        .order_by(col(Operation.id).desc())
    )
    return [found for found in (await session.exec(statement)).all() if found is not None]
