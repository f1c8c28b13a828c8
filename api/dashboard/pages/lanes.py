"""Lanes: the chats in which something waits: how much, for how long, and what holds it up."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import page
from models.console import queue_stats
from models.console.queue_stats import LaneFacts

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/lanes")
async def lanes_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """All lanes in which something waits."""
    return page(request, "lanes.html", await lanes_facts(desk), visitor=visitor)


@router.get("/lanes/{lane}")
async def lane_page(request: Request, desk: TheDesk, visitor: Reader, lane: str) -> Response:
    """The updates of one lane, in their order."""
    updates = await queue_stats.lane_updates(desk.redis, lane[:100])
    return page(
        request,
        "lane.html",
        {"title": lane, "here": "lanes", "lane": lane, "updates": updates},
        visitor=visitor,
    )


async def lanes_facts(desk: DashboardDependencies) -> dict[str, Any]:
    """What the template shows."""
    return {"title": "Lanes", "here": "lanes", "lanes": await all_lanes(desk)}


async def all_lanes(desk: DashboardDependencies) -> list[LaneFacts]:
    """The 200 lanes with the oldest heads."""
    async with desk.steering.records.reading() as connection:
        return await queue_stats.lanes(desk.redis, connection)
