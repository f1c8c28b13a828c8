"""The buttons of access for programs (`prog:`), which are the owner's alone, in the private chat."""

import secrets
from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.feed_token import hash_of_token
from models.tables.api_token import ApiToken
from models.tables.workspace import Workspace
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.programs.queries import valid_token, valid_tokens
from worker.features.programs.views import (
    READ,
    WRITE,
    access_screen,
    made_screen,
    revoked_note,
    scope_screen,
    token_name,
    token_screen,
    too_many_note,
)

# Beyond this nobody knows any more which program has which.
MOST_TOKENS = 20
PREFIX = "bp_"


async def handle_program_callback(
    session: AsyncSession,
    speaker: Speaker,
    verb: str,  # noqa: ARG001 - the shape of every callback
    path: Sequence[str],
    context: HandlerContext,
) -> Reply | None:
    """The screen that a button leads to; None for made-up data, and for whoever is not the owner."""
    if not speaker.is_owner or speaker.group is not None:
        return None
    match list(path):
        case []:
            return await _access(session, speaker, context)
        case ["new", ("r" | "w") as right]:
            return scope_screen(speaker, await load_directory_names(session, speaker), right)
        case ["make", ("r" | "w") as right, business]:
            return await _make(session, speaker, right, int(business), context)
        case [("show" | "off") as step, number]:
            run = _show if step == "show" else _revoke
            return await run(session, speaker, int(number), context)
    return None


async def _access(
    session: AsyncSession, speaker: Speaker, context: HandlerContext, note: str | None = None
) -> Reply:
    names, tokens = await load_directory_names(session, speaker), await valid_tokens(session, speaker)
    return access_screen(speaker, names, tokens, context.now, note=note)


async def _make(
    session: AsyncSession, speaker: Speaker, right: str, business_id: int, context: HandlerContext
) -> Reply | None:
    """A new token; only its hash is stored."""
    assert right in (READ, WRITE)
    # One at a time, so that two taps give no two tokens one name.
    await session.exec(select(Workspace.id).where(Workspace.id == speaker.workspace_id).with_for_update())
    names, tokens = await load_directory_names(session, speaker), await valid_tokens(session, speaker)
    business = names.businesses.get(business_id)
    if business_id and (business is None or business.archived_at is not None):
        return None
    if len(tokens) >= MOST_TOKENS:
        return await _access(session, speaker, context, too_many_note(speaker, MOST_TOKENS))
    secret = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        workspace_id=speaker.workspace_id,
        chat_id=speaker.chat_id,
        business_id=business_id or None,
        name=token_name(speaker, await _number_given(session, speaker) + 1),
        may_write=right == WRITE,
        token_hash=hash_of_token(secret),
        created_at=context.now,
    )
    session.add(made)
    await session.flush()
    return made_screen(speaker, names, made, secret)


async def _number_given(session: AsyncSession, speaker: Speaker) -> int:
    """How many tokens there have been, revoked ones included: no name is given twice."""
    counted = select(func.count()).select_from(ApiToken).where(ApiToken.workspace_id == speaker.workspace_id)
    return (await session.exec(counted)).one()


async def _show(
    session: AsyncSession, speaker: Speaker, token_id: int, context: HandlerContext
) -> Reply | None:
    token = await valid_token(session, speaker, token_id)
    if token is None:
        return None
    return token_screen(speaker, await load_directory_names(session, speaker), token, context.now)


async def _revoke(
    session: AsyncSession, speaker: Speaker, token_id: int, context: HandlerContext
) -> Reply | None:
    token = await valid_token(session, speaker, token_id, lock=True)
    if token is None:
        return None
    token.revoked_at = context.now
    session.add(token)
    await session.flush()
    return await _access(session, speaker, context, revoked_note(speaker, token))
