"""Description: the JSON twins in OpenAPI's words, for those who may see them."""

from typing import Any

from fastapi import APIRouter, Depends, Request

from api.dashboard.auth.guard import GuardedRoute, visitor_of

router = APIRouter(route_class=GuardedRoute, dependencies=[Depends(visitor_of)], include_in_schema=False)


@router.get("/openapi.json")
async def describe(request: Request) -> dict[str, Any]:
    """The whole api's OpenAPI document; it is not served to the public."""
    document: dict[str, Any] = request.app.openapi()
    return document
