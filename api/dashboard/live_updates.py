"""Sends the changing part of a page as server-sent events, for as long as the page is open."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.sse import EventSourceResponse, format_sse_event

from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.auth.sessions import Visitor
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.pages.jobs import job_page_values
from api.dashboard.pages.lanes import lanes_page_values
from api.dashboard.pages.overview import overview_page_values
from api.dashboard.templates_environment import render_template
from models.queue.connection import QueueError

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)
log = structlog.get_logger()

PERIOD_SECONDS = 2.0
# Then the browser reconnects: an ended session stops receiving, and a stopping process does not have to wait long.
_STREAM_SECONDS = 55.0
# Open streams of one process; further pages stay as they were when loaded.
_MOST_STREAMS = 20
_open_streams: set[int] = set()

LoadValues = Callable[[], Awaitable[dict[str, Any]]]


@router.get("/live/overview")
async def live_overview(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The overview's numbers."""
    return _stream(request, visitor, "overview_part.html", lambda: overview_page_values(dashboard))


@router.get("/live/lanes")
async def live_lanes(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """The lanes."""
    return _stream(request, visitor, "lanes_part.html", lambda: lanes_page_values(dashboard))


@router.get("/live/jobs/{job_id}")
async def live_job(request: Request, dashboard: DashboardDep, visitor: VisitorDep, job_id: str) -> Response:
    """One job's state and attempts."""
    return _stream(request, visitor, "job_part.html", lambda: job_page_values(dashboard, visitor, job_id))


def _stream(request: Request, visitor: Visitor, template: str, load_values: LoadValues) -> Response:
    if len(_open_streams) >= _MOST_STREAMS:
        raise HTTPException(503, "Too many pages are open; this one is not updated automatically.")

    async def html() -> str:
        return render_template(request, template, await load_values(), visitor=visitor)

    headers = {"x-accel-buffering": "no", "cache-control": "no-store"}
    return EventSourceResponse(_events(html), headers=headers)


async def _events(html: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
    """An event whenever the text has changed, else a comment, which detects a closed connection."""
    stream, ends, last = id(html), monotonic() + _STREAM_SECONDS, ""
    _open_streams.add(stream)
    try:
        while monotonic() < ends:
            text = await _html_or_last(html, last)
            yield (format_sse_event(data_str=text) if text != last else format_sse_event(comment="no change"))
            last = text
            await asyncio.sleep(PERIOD_SECONDS)
    finally:
        _open_streams.discard(stream)


async def _html_or_last(html: Callable[[], Awaitable[str]], last: str) -> str:
    try:
        return await html()
    except (QueueError, OSError, TimeoutError, HTTPException) as error:
        log.info("dashboard_live_paused", error=type(error).__name__)
        return last
