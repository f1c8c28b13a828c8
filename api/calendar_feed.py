"""A member's calendar at its secret address: read from what the worker stored, never computed here."""

import gzip
import re
from email.utils import format_datetime

import structlog
from fastapi import APIRouter, Request, Response

from models.console.calendar_feeds import StoredFeed, find_feed, read_feed_body
from models.console.postgres_pool import Connection, PostgresPool

log = structlog.get_logger()

router = APIRouter(tags=["calendar"], include_in_schema=False)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_RETRY_AFTER = "30"
# SQLSTATE classes and errors of a database that is down, starting, full or too slow.
_OUTAGES = ("08", "53", "57")


@router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
async def calendar_feed(request: Request, token: str) -> Response:
    """The file (200), nothing new (304), no such address (404), or not at the moment (503)."""
    if _TOKEN.fullmatch(token) is None:
        return _not_found()
    try:
        async with _pool(request).connection() as connection:
            return await _answer(request, connection, token)
    except Exception as error:
        if not _is_outage(error):
            raise
        # The address is a secret: it is in no line of the log.
        log.warning("calendar_store_away", error=type(error).__name__)
        return _later()


async def _answer(request: Request, connection: Connection, token: str) -> Response:
    feed = await find_feed(connection, token)
    if feed is None:
        return _not_found()
    if feed.etag is None:
        return _later()
    headers = _headers(feed)
    if _is_known(request.headers.get("if-none-match", ""), feed.etag):
        return Response(status_code=304, headers=headers)
    body = await read_feed_body(connection, feed)
    if body is None:
        return _later()
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        headers["content-encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _takes_gzip(accepted: str) -> bool:
    codings = [coding.partition(";") for coding in accepted.replace(" ", "").lower().split(",")]
    return any(name == "gzip" and weight not in ("q=0", "q=0.0") for name, _, weight in codings)


def _headers(feed: StoredFeed) -> dict[str, str]:
    headers = {
        # Weak: one version has two encodings.
        "etag": f"W/{feed.etag}",
        "vary": "accept-encoding",
        "cache-control": "private, max-age=0, must-revalidate",
        "content-disposition": 'inline; filename="planner.ics"',
        "x-robots-tag": "noindex",
    }
    if feed.made_at is not None:
        headers["last-modified"] = format_datetime(feed.made_at, usegmt=True)
    return headers


def _is_known(asked: str, etag: str) -> bool:
    """Whether If-None-Match names the version, weakly compared (RFC 9110)."""
    tags = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    return "*" in tags or etag in tags


def _not_found() -> Response:
    return Response(status_code=404, headers={"cache-control": "no-store"})


def _later() -> Response:
    return Response(status_code=503, headers={"retry-after": _RETRY_AFTER, "cache-control": "no-store"})


def _is_outage(error: Exception) -> bool:
    """asyncpg is imported by the first connection only, so its errors are known by their attributes."""
    if isinstance(error, OSError | TimeoutError):
        return True
    state = str(getattr(error, "sqlstate", "") or "")
    return state.startswith(_OUTAGES) or type(error).__name__ == "InterfaceError"


def _pool(request: Request) -> PostgresPool:
    """The connections of all calendars, opened by the first request; `close_calendar_pool` closes them."""
    state = request.app.state
    if not hasattr(state, "calendar_pool"):
        state.calendar_pool = PostgresPool(state.settings.database_url, size=2)
    pool: PostgresPool = state.calendar_pool
    return pool
