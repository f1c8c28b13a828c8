"""Invitations: one-time tokens, of which only the hash is kept."""

import datetime as dt
import hashlib
import secrets

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.database import Database
from models.invitation import Invitation
from models.member import Member

_OWNER_VALID = dt.timedelta(hours=24)


def new_token() -> str:
    """128 random bits, fit for Telegram's `/start` payload."""
    return secrets.token_urlsafe(16)


def hash_of(token: str) -> str:
    """The SHA-256 that is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_invitation(session: AsyncSession, token: str, now: dt.datetime) -> Invitation | None:
    """A good invitation, locked; None when it is unknown, used or over."""
    statement = select(Invitation).where(
        Invitation.token_hash == hash_of(token), col(Invitation.used_at).is_(None)
    )
    found = (await session.exec(statement.with_for_update())).first()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    return found


async def owner_token(database: Database, now: dt.datetime) -> str | None:
    """A token that makes its bearer the owner, good for 24 hours; None when there is an owner."""
    async with database.transaction() as session:
        if (await session.exec(select(Member.id).where(col(Member.is_owner)))).first() is not None:
            return None
        token = new_token()
        session.add(
            Invitation(kind="owner", token_hash=hash_of(token), created_at=now, expires_at=now + _OWNER_VALID)
        )
    return token
