"""Any other address under /dashboard: 404, in the form of the other pages."""

from contextlib import suppress

from fastapi import APIRouter, HTTPException, Request

from api.dashboard.auth.authentication import require_visitor
from api.dashboard.dashboard_route import DashboardRoute
from models.queue.connection import QueueError

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/{rest:path}")
async def page_not_found(request: Request, rest: str) -> None:
    """404, with the menu for whoever is logged in."""
    with suppress(HTTPException, QueueError, OSError):
        await require_visitor(request)
    raise HTTPException(404, f"There is no page {rest[:80]!r}.")
