"""Login links: one-time codes that let their bearer into the dashboard; the bot sends them, the api redeems them."""

import hashlib
import secrets

from redis.asyncio import Redis

_PREFIX = "planner:dashboard:link:"
# Long enough to fetch the laptop, short enough to be forgotten.
LINK_SECONDS = 600
LINK_PATH = "/dashboard/login/link"


async def issue_login(redis: "Redis", who: str) -> str:
    """A code good for ten minutes and one login as `who` (a name for the log). Raises QueueError.

    Only its hash is kept. Send it as `<address of the api>/dashboard/login/link#<code>`: what follows # is not
    sent to a server, so it stands in no log, and a preview robot cannot use it up.
    """
    code = secrets.token_urlsafe(24)
    await redis.set(_PREFIX + _hash(code), who, ex=LINK_SECONDS)
    return code


async def redeem_login(redis: "Redis", code: str) -> str | None:
    """Who the code was made for; None when it is unknown, used or too old. A code works once. Raises QueueError."""
    who = await redis.getdel(_PREFIX + _hash(code.strip()))
    return None if who is None else who.decode()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
