"""Earlier addresses of pages and of the JSON API answer with a permanent redirect to the present ones."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.request_values import DASHBOARD_PATH, request_path

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)

_MOVED = {
    f"{DASHBOARD_PATH}/letters": f"{DASHBOARD_PATH}/dead-letters",
    f"{DASHBOARD_PATH}/api/letters": f"{DASHBOARD_PATH}/api/dead-letters",
    f"{DASHBOARD_PATH}/api/waiting": f"{DASHBOARD_PATH}/api/pending-jobs",
}


@router.get("/letters")
@router.get("/letters/{rest:path}")
@router.get("/api/letters")
@router.get("/api/letters/{rest:path}")
@router.get("/api/waiting")
async def redirect_moved_page(request: Request) -> Response:
    """301 to the present address, with the same query."""
    return Response(status_code=301, headers={"location": _present_address(request)})


@router.post("/letters/{rest:path}")
@router.post("/api/letters/{rest:path}")
async def redirect_moved_form(request: Request) -> Response:
    """308 to the present address: the client repeats the request there with its body."""
    return Response(status_code=308, headers={"location": _present_address(request)})


def _present_address(request: Request) -> str:
    """The same address below its present prefix. It is a path: nothing of it comes from the Host header."""
    path = request_path(request)
    earlier = next(prefix for prefix in _MOVED if path.startswith(prefix))
    query = request.scope["query_string"].decode("latin-1")
    return quote(_MOVED[earlier] + path.removeprefix(earlier)) + (f"?{query}" if query else "")
