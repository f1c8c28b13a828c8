"""Guard: every request to the dashboard passes here: who asks, may they, and what leaves with which headers."""

import hmac
import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote

import structlog
from fastapi import Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from api.caller_address import is_this_machine
from api.dashboard.auth.sessions import Known, Visitor
from api.dashboard.dependencies import DashboardDependencies, dashboard_of
from api.dashboard.templates_environment import page
from models.queue.connection import QueueError
from models.runtime.clock import wall_ms

log = structlog.get_logger()

COOKIE = "planner_session"
KNOWN_COOKIE = "planner_known"
HOME = "/dashboard"
_FAR_FUTURE = 2**40
_UNKEEPABLE = "A NUL character has no meaning here."

# Nothing inline, nothing from elsewhere; a page of ours is framed by nobody.
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

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route whose every answer, errors too, carries the security headers and is a page or JSON as was asked."""

    def get_route_handler(self) -> Handler:
        """The handler with the guard around it."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                _refuse_unkeepable(request)
                response = await inner(request)
            except (HTTPException, RequestValidationError) as error:
                response = _refusal(request, error)
            except ClientDisconnect:
                # Nobody is there to read it.
                response = Response(status_code=400)
            except (QueueError, OSError) as error:
                response = _store_away(request, error)
            except Exception as error:
                if not _is_from_database(error):
                    raise
                response = _store_away(request, error)
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            response.headers.setdefault("cache-control", "no-store")
            return response

        return handle


async def visitor_of(request: Request) -> Visitor:
    """Who asks. Raises 404 without a dashboard, 401 without a session."""
    desk = dashboard_of(request)
    if not desk.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    visitor = await _by_bearer(desk, request) or await _by_cookie(desk, request)
    if visitor is None and desk.settings.dashboard_open and is_this_machine(request):
        visitor = Visitor("this machine", "operator", "open", _FAR_FUTURE)
    if visitor is None:
        raise HTTPException(401, "Please log in.")
    return visitor


async def operator_of(request: Request) -> Visitor:
    """Who acts. Raises 403 for a viewer, for a foreign page and for a form that is not ours."""
    visitor = await visitor_of(request)
    if not visitor.may_act:
        raise HTTPException(403, "You may look, but not act.")
    await check_csrf(request, visitor)
    return visitor


async def check_csrf(request: Request, visitor: Visitor) -> None:
    """Raises 403 unless the request was made by a page of ours, or its bearer's word is what let the visitor in.

    Only a script sends that word; any other Authorization header says nothing about who made the request.
    """
    if await _by_bearer(dashboard_of(request), request) is not None:
        return
    refuse_foreign(request)
    given = request.headers.get("x-csrf-token") or (await form_of(request)).get("csrf", "")
    expected = dashboard_of(request).sessions.csrf(visitor)
    if not given or not _same(given, expected):
        raise HTTPException(403, "This page was too old. Load it again and repeat.")


def refuse_foreign(request: Request) -> None:
    """Raises 403 when a browser says that another site made this request."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2] != request.headers.get("host", "")
    if site not in ("same-origin", "none") or foreign:
        raise HTTPException(403, "This came from another site.")


async def form_of(request: Request) -> dict[str, str]:
    """A form's fields; a field given several times joined by newlines. Raises 413, 422 for what no form holds."""
    if not hasattr(request.state, "form"):
        fields: dict[str, str] = {}
        text = (await request.body()).decode("utf-8", "replace")
        for name, value in parse_qsl(text, keep_blank_values=True):
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        if any("\0" in value for value in fields.values()):
            raise HTTPException(422, _UNKEEPABLE)
        request.state.form = fields
    form: dict[str, str] = request.state.form
    return form


def path_of(request: Request) -> str:
    """The path as it came, percent signs decoded. Nothing of it is the Host header's, as in `request.url`."""
    path: str = request.scope["path"]
    return path


def address_asked(request: Request) -> str:
    """The path and query, to come back to."""
    raw = request.scope.get("raw_path") or quote(path_of(request)).encode()
    query = request.scope["query_string"]
    return bytes(raw + (b"?" + query if query else b"")).decode("latin-1")


async def known_of(request: Request) -> Known | None:
    """The browser or script that tries to log in, when it has been in before: by its mark, or by a session it has."""
    desk, now = dashboard_of(request), wall_ms() // 1000
    known = desk.sessions.known(request.cookies.get(KNOWN_COOKIE, ""), now)
    if known is not None:
        return known
    visitor = await _by_bearer(desk, request) or await _by_cookie(desk, request)
    return None if visitor is None else Known(visitor.session_id, visitor.role)


def wants_json(request: Request) -> bool:
    """Whether the caller is a script."""
    return path_of(request).startswith(f"{HOME}/api/")


Reader = Annotated[Visitor, Depends(visitor_of)]
Operator = Annotated[Visitor, Depends(operator_of)]
TheDesk = Annotated[DashboardDependencies, Depends(dashboard_of)]


async def _by_bearer(desk: DashboardDependencies, request: Request) -> Visitor | None:
    word = _bearer(request)
    return await desk.sessions.visitor(word, wall_ms() // 1000) if word else None


async def _by_cookie(desk: DashboardDependencies, request: Request) -> Visitor | None:
    """A bearer's word that is none of ours is not made up for by a cookie."""
    word = request.cookies.get(COOKIE, "") if _bearer(request) is None else ""
    return await desk.sessions.visitor(word, wall_ms() // 1000) if word else None


def _bearer(request: Request) -> str | None:
    kind, _, word = request.headers.get("authorization", "").partition(" ")
    return word.strip() if kind.lower() == "bearer" else None


def _refuse_unkeepable(request: Request) -> None:
    """Raises 422 for the one character that PostgreSQL keeps in no text."""
    query = request.scope["query_string"]
    if "\0" in request.scope["path"] or b"%00" in query or b"\0" in query:
        raise HTTPException(422, _UNKEEPABLE)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _refusal(request: Request, error: HTTPException | RequestValidationError) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 422
    detail = str(error.detail) if isinstance(error, HTTPException) else "This address is not complete."
    is_page = request.method == "GET" and "hx-request" not in request.headers
    if (
        status == 401
        and is_page
        and not wants_json(request)
        and not path_of(request).startswith(f"{HOME}/live")
    ):
        asked = quote(address_asked(request))
        return Response(status_code=303, headers={"location": f"{HOME}/login?next={asked}"})
    return _notice(request, status, detail)


def _store_away(request: Request, error: BaseException) -> Response:
    log.warning("dashboard_store_away", error=type(error).__name__)
    slow = type(error).__name__ == "QueryCanceledError"
    return _notice(
        request,
        503,
        "That took over 5 seconds and was stopped. Narrow the search."
        if slow
        else "The database or the queue does not answer. Nothing is lost; look again in a moment.",
    )


def _notice(request: Request, status: int, detail: str) -> Response:
    if wants_json(request):
        return Response(json.dumps({"detail": detail}), status, media_type="application/json")
    return page(
        request, "notice.html", {"title": "Not now", "detail": detail, "status": status}, status=status
    )


def _is_from_database(error: Exception) -> bool:
    """The database is away, starting, full or too slow; a defect of ours in a statement is none of these.

    asyncpg is imported only when a page needed it, so it is known here by its errors' looks.
    """
    if isinstance(error, TimeoutError):
        return True
    state = str(getattr(error, "sqlstate", "") or "")
    return state.startswith(("08", "53", "57")) or type(error).__name__ == "InterfaceError"
