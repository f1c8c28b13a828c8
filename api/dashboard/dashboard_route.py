"""The route class of every dashboard address: security headers, and errors as a page or as JSON."""

import json
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from api.dashboard.request_values import (
    DASHBOARD_PATH,
    refuse_nul_characters,
    request_path,
    requested_address,
    wants_json,
)
from api.dashboard.templates_environment import render_page
from models.queue.connection import QueueError

log = structlog.get_logger()

# No inline script or style, nothing from other origins, no framing.
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

RouteHandler = Callable[[Request], Coroutine[Any, Any, Response]]


class DashboardRoute(APIRoute):
    """A route whose responses, errors included, carry the security headers and are HTML or JSON as requested."""

    def get_route_handler(self) -> RouteHandler:
        """The route's handler, wrapped."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                refuse_nul_characters(request)
                response = await inner(request)
            except (HTTPException, RequestValidationError) as error:
                response = _error_response(request, error)
            except ClientDisconnect:
                # The client is gone; nobody reads this response.
                response = Response(status_code=400)
            except (QueueError, OSError) as error:
                response = _store_unavailable(request, error)
            except Exception as error:
                if not _is_database_outage(error):
                    raise
                response = _store_unavailable(request, error)
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            response.headers.setdefault("cache-control", "no-store")
            return response

        return handle


def _error_response(request: Request, error: HTTPException | RequestValidationError) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 422
    detail = str(error.detail) if isinstance(error, HTTPException) else "This address is not valid."
    is_page = request.method == "GET" and "hx-request" not in request.headers
    if (
        status == 401
        and is_page
        and not wants_json(request)
        and not request_path(request).startswith(f"{DASHBOARD_PATH}/live")
    ):
        requested = quote(requested_address(request))
        return Response(status_code=303, headers={"location": f"{DASHBOARD_PATH}/login?next={requested}"})
    return _notice(request, status, detail)


def _store_unavailable(request: Request, error: BaseException) -> Response:
    log.warning("dashboard_store_away", error=type(error).__name__)
    slow = type(error).__name__ == "QueryCanceledError"
    return _notice(
        request,
        503,
        "The query took over 5 seconds and was stopped. Narrow the search."
        if slow
        else "The database or the queue does not respond. Nothing is lost; try again in a moment.",
    )


def _notice(request: Request, status: int, detail: str) -> Response:
    if wants_json(request):
        return Response(json.dumps({"detail": detail}), status, media_type="application/json")
    values = {"title": "Error", "detail": detail, "status": status}
    visitor = getattr(request.state, "visitor", None)
    return render_page(request, "notice.html", values, visitor=visitor, status=status)


def _is_database_outage(error: Exception) -> bool:
    """Whether the database is down, starting, full or too slow, as opposed to a faulty statement of ours.

    asyncpg is imported only once a page needs it, so its errors are recognised by their attributes.
    """
    if isinstance(error, TimeoutError):
        return True
    state = str(getattr(error, "sqlstate", "") or "")
    return state.startswith(("08", "53", "57")) or type(error).__name__ == "InterfaceError"
