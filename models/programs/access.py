"""The access that a token gives."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models.console.postgres_pool import Connection
from models.runtime.feed_token import hash_of_token

# Whoever made it must still be an owner. When it was used is written at most once a minute.
_FIND = """
WITH found AS (
  SELECT token.id, token.workspace_id, token.business_id, token.may_write, token.last_used_at, chat.member_id, chat.zone
  FROM api_token AS token
  JOIN chat ON chat.id = token.chat_id
  JOIN member ON member.id = chat.member_id
  WHERE token.token_hash = $1 AND token.revoked_at IS NULL AND member.is_owner AND member.archived_at IS NULL
), used AS (
  UPDATE api_token SET last_used_at = $2 FROM found
  WHERE api_token.id = found.id
    AND (found.last_used_at IS NULL OR found.last_used_at < $2::timestamptz - interval '1 minute')
)
SELECT * FROM found
"""


@dataclass(frozen=True, slots=True)
class ProgramAccess:
    """What a program may do, for whom, and in which zone its dates and times are. With a `business_id` it reaches only
    that business's tasks."""

    token_id: int
    workspace_id: int
    member_id: int
    zone: ZoneInfo
    business_id: int | None
    may_write: bool


async def find_access(connection: Connection, token: str, now: dt.datetime) -> ProgramAccess | None:
    """The access of a token as it is now; None for one that never was, or that was revoked."""
    row = await connection.fetchrow(_FIND, hash_of_token(token), now)
    if row is None:
        return None
    return ProgramAccess(
        row["id"],
        row["workspace_id"],
        row["member_id"],
        ZoneInfo(row["zone"]),
        row["business_id"],
        row["may_write"],
    )
