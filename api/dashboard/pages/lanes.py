"""Lanes: the chats in which something waits: how much, for how long, and what holds it up."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.dashboard.desk import Desk
from api.dashboard.guard import GuardedRoute, Reader, TheDesk
from api.dashboard.templating import page
from models.operations import queue_facts
from models.operations.queue_facts import LaneFacts

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/lanes")
async def lanes_page(request: Request, desk: TheDesk, visitor: Reader) -> Response:
    """All lanes in which something waits."""
    return page(request, "lanes.html", await lanes_facts(desk), visitor=visitor)


@router.get("/lanes/{lane}")
async def lane_page(request: Request, desk: TheDesk, visitor: Reader, lane: str) -> Response:
    """The updates of one lane, in their order."""
    updates = await queue_facts.lane_updates(desk.redis, lane[:100])
    return page(
        request,
        "lane.html",
        {"title": lane, "here": "lanes", "lane": lane, "updates": updates},
        visitor=visitor,
    )


async def lanes_facts(desk: Desk) -> dict[str, Any]:
    """What the template shows."""
    return {"title": "Lanes", "here": "lanes", "lanes": await all_lanes(desk)}


async def all_lanes(desk: Desk) -> list[LaneFacts]:
    """The 200 lanes with the oldest heads."""
    async with desk.steering.records.reading() as connection:
        return await queue_facts.lanes(desk.redis, connection)
