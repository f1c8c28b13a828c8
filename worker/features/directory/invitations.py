"""One-time invitation tokens, of which only the hash is stored."""

import datetime as dt
import hashlib
import secrets
from typing import Literal

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.invitation import Invitation
from models.tables.member import Member
from models.tables.workspace import Workspace

_OWNER_VALID = dt.timedelta(hours=24)
MEMBER_VALID = dt.timedelta(days=7)

# Why a link lets nobody in: no token of ours; used, its days are over; withdrawn, also for a newer link of the same member.
DeadLink = Literal["wrong", "used", "expired", "withdrawn"]


def new_token() -> str:
    """A token of 128 random bits that fits Telegram's `/start` payload."""
    return secrets.token_urlsafe(16)


def hash_token(token: str) -> str:
    """The SHA-256 by which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_invitation(session: AsyncSession, token: str, now: dt.datetime) -> Invitation | DeadLink:
    """A valid invitation, locked with its workspace, or why there is none."""
    known = Invitation.token_hash == hash_token(token)
    workspace_id = (await session.exec(select(Invitation.workspace_id).where(known))).first()
    if workspace_id is not None:
        # Before the invitation, in the order in which a removal takes the two.
        await session.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())
    found = (await session.exec(select(Invitation).where(known).with_for_update())).first()
    return "wrong" if found is None else _why_dead(found, now) or found


def _why_dead(found: Invitation, now: dt.datetime) -> DeadLink | None:
    if found.used_at is not None:
        return "used"
    if found.expires_at is None or found.expires_at > now:
        return None
    valid = _OWNER_VALID if found.kind == "owner" else MEMBER_VALID
    return "expired" if found.expires_at - found.created_at >= valid else "withdrawn"


async def is_token_of_ours(database: Database, token: str) -> bool:
    """Whether the token is that of an invitation, valid or not."""
    async with database.read_session() as session:
        found = select(Invitation.id).where(Invitation.token_hash == hash_token(token))
        return (await session.exec(found)).first() is not None


async def create_invitation(
    session: AsyncSession, member: Member, now: dt.datetime, *, replaces_account: bool = False
) -> str:
    """The token of a new invitation, valid for seven days; older ones of the member are withdrawn."""
    assert member.id is not None
    await withdraw_invitations(session, member.id, now)
    token = new_token()
    session.add(
        Invitation(
            kind="member",
            workspace_id=member.workspace_id,
            member_id=member.id,
            token_hash=hash_token(token),
            replaces_account=replaces_account,
            created_at=now,
            expires_at=now + MEMBER_VALID,
        )
    )
    return token


async def withdraw_invitations(session: AsyncSession, member_id: int, now: dt.datetime) -> None:
    """Expire every unused invitation of a member."""
    await session.execute(
        update(Invitation)
        .where(col(Invitation.member_id) == member_id, col(Invitation.used_at).is_(None))
        .values(expires_at=now)
    )


async def create_owner_invitation(database: Database, now: dt.datetime) -> str | None:
    """A token that makes its bearer the owner, valid for 24 hours; None when there is an owner."""
    async with database.transaction() as session:
        if (await session.exec(select(Member.id).where(col(Member.is_owner)))).first() is not None:
            return None
        token = new_token()
        session.add(
            Invitation(
                kind="owner", token_hash=hash_token(token), created_at=now, expires_at=now + _OWNER_VALID
            )
        )
    return token
