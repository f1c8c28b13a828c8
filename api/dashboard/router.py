"""All addresses under /dashboard. Included only when a dashboard is configured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.dashboard import assets, live_updates, moved_addresses, not_found
from api.dashboard.json_api import commands, openapi, queries, session
from api.dashboard.pages import (
    audit,
    charts,
    dead_letters,
    jobs,
    lanes,
    login,
    outbox,
    overview,
    schedules,
    traces,
    usage,
)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Opens nothing; closes what requests have opened."""
    yield
    if hasattr(app.state, "dashboard"):
        await app.state.dashboard.close()


router = APIRouter(lifespan=_lifespan)
for json_module in (session, openapi, queries, commands):
    router.include_router(json_module.router, prefix="/dashboard/api")
for page_module in (
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
    charts,
    audit,
    moved_addresses,
    not_found,
):
    router.include_router(page_module.router, prefix="/dashboard")
