"""Nowhere: an address under /dashboard that is no page is answered like one: guarded, with a way back."""

from fastapi import APIRouter, HTTPException

from api.dashboard.auth.guard import GuardedRoute

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)


@router.get("/{rest:path}")
async def nowhere(rest: str) -> None:
    """404."""
    raise HTTPException(404, f"There is no page {rest[:80]!r} here.")
