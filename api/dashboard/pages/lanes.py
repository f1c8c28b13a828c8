"""The lane pages: chats with waiting updates, how many, for how long, and what blocks them."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.dashboard import console_queries
from api.dashboard.auth.authentication import DashboardDep, VisitorDep
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import requested_address
from api.dashboard.templates_environment import render_page
from models.console.row_ids import parse_telegram_id

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/lanes")
async def lanes_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> Response:
    """All lanes with waiting updates."""
    return render_page(request, "lanes.html", await lanes_page_values(dashboard), visitor=visitor)


@router.get("/lanes/{lane}")
async def lane_page(request: Request, dashboard: DashboardDep, visitor: VisitorDep, lane: str) -> Response:
    """The updates of one lane, in their order."""
    updates = await console_queries.load_lane_updates(dashboard, lane)
    status = next((each for each in await console_queries.load_lanes(dashboard) if each.lane == lane), None)
    values = {
        "title": lane,
        "here": "lanes",
        "lane": lane,
        "updates": updates,
        "status": status,
        "back": requested_address(request),
        "paused": await console_queries.load_paused_deliveries(dashboard, visitor),
        "chat_id": parse_telegram_id(lane.partition(":")[2]) if lane.startswith("chat:") else None,
    }
    return render_page(request, "lane.html", values, visitor=visitor)


async def lanes_page_values(dashboard: DashboardDependencies) -> dict[str, Any]:
    """The values of the template with all lanes."""
    return {"title": "Chats waiting", "here": "lanes", "lanes": await console_queries.load_lanes(dashboard)}
