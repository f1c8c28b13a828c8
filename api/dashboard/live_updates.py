"""Live: a page's changing part again and again, as server-sent events, for as long as somebody looks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.pages.jobs import job_facts
from api.dashboard.pages.lanes import lanes_facts
from api.dashboard.pages.overview import overview_facts
from api.dashboard.templates_environment import render
from models.queue.connection import QueueError

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)
log = structlog.get_logger()

PERIOD_SECONDS = 2.0
# Then the browser connects anew: a session that ended stops seeing, and a stopping process is not held up.
_STREAM_SECONDS = 55.0
# Open pages of one process; more are shown as they were when loaded.
_MOST = 20
_open: set[int] = set()


@router.get("/live/overview")
async def live_overview(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The overview's numbers."""

    async def text() -> str:
        return render(request, "overview_part.html", await overview_facts(desk), visitor=visitor)

    return _stream(text)


@router.get("/live/lanes")
async def live_lanes(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """The lanes."""

    async def text() -> str:
        return render(request, "lanes_part.html", await lanes_facts(desk), visitor=visitor)

    return _stream(text)


@router.get("/live/jobs/{job_id}")
async def live_job(request: Request, desk: TheDesk, visitor: Reader, job_id: str) -> Response:
    """One job's state and attempts."""

    async def text() -> str:
        return render(request, "job_part.html", await job_facts(desk, job_id), visitor=visitor)

    return _stream(text)


def _stream(text: Callable[[], Awaitable[str]]) -> Response:
    if len(_open) >= _MOST:
        raise HTTPException(503, "Too many pages are open; this one does not update by itself.")
    headers = {"x-accel-buffering": "no", "cache-control": "no-store"}
    return StreamingResponse(_events(text), media_type="text/event-stream", headers=headers)


async def _events(text: Callable[[], Awaitable[str]]) -> AsyncIterator[str]:
    """A frame whenever the text has changed; a comment in between finds out whether anybody is still there."""
    mark, ends, last = id(text), monotonic() + _STREAM_SECONDS, ""
    _open.add(mark)
    try:
        while monotonic() < ends:
            now = await _or_last(text, last)
            yield _frame(now) if now != last else ": no change\n\n"
            last = now
            await asyncio.sleep(PERIOD_SECONDS)
    finally:
        _open.discard(mark)


async def _or_last(text: Callable[[], Awaitable[str]], last: str) -> str:
    try:
        return await text()
    except (QueueError, OSError, TimeoutError, HTTPException) as error:
        log.info("dashboard_live_paused", error=type(error).__name__)
        return last


def _frame(text: str) -> str:
    return "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
