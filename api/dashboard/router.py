"""Router: all of the dashboard, under /dashboard. Included only when a dashboard is configured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.dashboard import assets, live, nowhere
from api.dashboard.pages import jobs, lanes, letters, login, outbox, overview, schedules, traces, usage
from api.dashboard.twins import acting, description, reading, session


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Nothing is opened at start; what visits opened is closed at the end."""
    yield
    if hasattr(app.state, "dashboard"):
        await app.state.dashboard.close()


router = APIRouter(lifespan=_lifespan)
for part in (session, description, reading, acting):
    router.include_router(part.router, prefix="/dashboard/api")
for page in (login, assets, live, overview, jobs, letters, lanes, traces, schedules, outbox, usage, nowhere):
    router.include_router(page.router, prefix="/dashboard")
