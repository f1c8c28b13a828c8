"""Router: all of the dashboard, under /dashboard. Included only when a dashboard is configured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.dashboard import assets, live_updates, not_found
from api.dashboard.json_api import commands, openapi, queries, session
from api.dashboard.pages import dead_letters, jobs, lanes, login, outbox, overview, schedules, traces, usage


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Nothing is opened at start; what visits opened is closed at the end."""
    yield
    if hasattr(app.state, "dashboard"):
        await app.state.dashboard.close()


router = APIRouter(lifespan=_lifespan)
for part in (session, openapi, queries, commands):
    router.include_router(part.router, prefix="/dashboard/api")
for page in (
    login,
    assets,
    live_updates,
    overview,
    jobs,
    dead_letters,
    lanes,
    traces,
    schedules,
    outbox,
    usage,
    not_found,
):
    router.include_router(page.router, prefix="/dashboard")
