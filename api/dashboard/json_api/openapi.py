"""Description: the JSON twins in OpenAPI's words, for those who may see them."""

from typing import Any

from fastapi import APIRouter, Depends, Request

from api.dashboard.auth.guard import GuardedRoute, visitor_of

# Whoever has no session yet.
_LOG_IN = ("/dashboard/api/session", "post")

router = APIRouter(route_class=GuardedRoute, dependencies=[Depends(visitor_of)], include_in_schema=False)


@router.get("/openapi.json")
async def describe(request: Request) -> dict[str, Any]:
    """The whole api's OpenAPI document; it is not served to the public."""
    document: dict[str, Any] = request.app.openapi()
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["session"] = {"type": "http", "scheme": "bearer", "description": "The token of POST session"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/dashboard/") and (path, method) != _LOG_IN:
                operation["security"] = [{"session": []}]
    return document
