"""Any other address under /dashboard: 404, in the form of the other pages."""

from fastapi import APIRouter, HTTPException

from api.dashboard.dashboard_route import DashboardRoute

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)


@router.get("/{rest:path}")
async def page_not_found(rest: str) -> None:
    """404."""
    raise HTTPException(404, f"There is no page {rest[:80]!r}.")
