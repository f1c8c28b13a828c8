"""The OpenAPI document of the whole api, for logged-in visitors only."""

from typing import Any

from fastapi import APIRouter, Depends, Request

from api.dashboard.auth.authentication import require_visitor
from api.dashboard.dashboard_route import DashboardRoute

# The one address of the dashboard that needs no session.
_LOGIN = ("/dashboard/api/session", "post")

router = APIRouter(
    route_class=DashboardRoute, dependencies=[Depends(require_visitor)], include_in_schema=False
)


@router.get("/openapi.json")
async def openapi_document(request: Request) -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = request.app.openapi()
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["session"] = {"type": "http", "scheme": "bearer", "description": "The token of POST session"}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/dashboard/") and (path, method) != _LOGIN:
                operation["security"] = [{"session": []}]
    return document
