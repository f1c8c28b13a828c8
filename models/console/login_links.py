"""One-time codes for logging in to the dashboard: the bot sends them, the api redeems them."""

import hashlib
import secrets

from redis.asyncio import Redis

_PREFIX = "planner:dashboard:link:"
# Long enough to open a laptop.
LINK_SECONDS = 600
LINK_PATH = "/dashboard/login/link"


async def issue_login(redis: "Redis", who: str) -> str:
    """A code valid for ten minutes and one login as `who` (a name for the log). Raises QueueError.

    Only its hash is stored. Send it as `<address of the api>/dashboard/login/link#<code>`: browsers do not send the
    fragment to the server, so it appears in no log, and a link preview cannot use it up.
    """
    code = secrets.token_urlsafe(24)
    await redis.set(_PREFIX + _hash(code), who, ex=LINK_SECONDS)
    return code


async def redeem_login(redis: "Redis", code: str) -> str | None:
    """The name the code was issued for; None when it is unknown, used or expired. Raises QueueError."""
    who = await redis.getdel(_PREFIX + _hash(code.strip()))
    return None if who is None else who.decode()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
