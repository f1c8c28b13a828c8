"""A calendar feed by the token of its address, as it was made."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection
from models.runtime.feed_token import hash_of_token

_HEAD = """
SELECT feed.member_id, feed.etag, feed.made_at
FROM calendar_feed AS feed JOIN member ON member.id = feed.member_id
WHERE feed.token_hash = $1 AND member.archived_at IS NULL
"""
# The etag again: a feed that was rebuilt in between is not served under its former one.
_BODY = "SELECT body FROM calendar_feed WHERE member_id = $1 AND etag = $2"


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """Whose feed it is, with its version; both None in a feed that was not made yet."""

    member_id: int
    etag: str | None
    made_at: dt.datetime | None


async def find_feed(connection: Connection, token: str) -> StoredFeed | None:
    """The feed with that token; None for one that never was, was revoked, or whose member was removed."""
    row = await connection.fetchrow(_HEAD, hash_of_token(token))
    return None if row is None else StoredFeed(row["member_id"], row["etag"], row["made_at"])


async def read_feed_body(connection: Connection, feed: StoredFeed) -> bytes | None:
    """The file of that version, gzipped; None when there is another by now."""
    body: bytes | None = await connection.fetchval(_BODY, feed.member_id, feed.etag)
    return body
