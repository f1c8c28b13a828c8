"""Guard: every request to the dashboard passes here: who asks, may they, and what leaves with which headers."""

import hmac
import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlsplit

import structlog
from fastapi import Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.dashboard.desk import Desk, desk_of
from api.dashboard.sessions import Visitor
from api.dashboard.templating import page
from api.dashboard.tries import is_this_machine
from models.clock import wall_ms
from models.queue.connection import QueueError

log = structlog.get_logger()

COOKIE = "planner_session"
HOME = "/dashboard"
_MAX_FORM = 65_536
_FAR_FUTURE = 2**40

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
                response = await inner(request)
            except (HTTPException, RequestValidationError) as error:
                response = _refusal(request, error)
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
    desk = desk_of(request)
    if not desk.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    visitor = await _by_word(desk, request)
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
    """Raises 403 unless the request was made by a page of ours, or carries its session in a header by intent."""
    if "authorization" in request.headers:
        return
    refuse_foreign(request)
    given = request.headers.get("x-csrf-token") or (await form_of(request)).get("csrf", "")
    expected = desk_of(request).sessions.csrf(visitor)
    if not given or not _same(given, expected):
        raise HTTPException(403, "This page was too old. Load it again and repeat.")


def refuse_foreign(request: Request) -> None:
    """Raises 403 when a browser says that another site made this request."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
    if site not in ("same-origin", "none") or foreign:
        raise HTTPException(403, "This came from another site.")


async def form_of(request: Request) -> dict[str, str]:
    """A form's fields, at most 64 kB; a field given several times joined by newlines."""
    if not hasattr(request.state, "form"):
        fields: dict[str, str] = {}
        for name, value in parse_qsl(
            (await _body(request)).decode("utf-8", "replace"), keep_blank_values=True
        ):
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        request.state.form = fields
    form: dict[str, str] = request.state.form
    return form


def wants_json(request: Request) -> bool:
    """Whether the caller is a script."""
    return request.url.path.startswith(f"{HOME}/api")


Reader = Annotated[Visitor, Depends(visitor_of)]
Operator = Annotated[Visitor, Depends(operator_of)]
TheDesk = Annotated[Desk, Depends(desk_of)]


async def _by_word(desk: Desk, request: Request) -> Visitor | None:
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    word = bearer if kind.lower() == "bearer" else request.cookies.get(COOKIE, "")
    return await desk.sessions.visitor(word, wall_ms() // 1000) if word else None


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_FORM:
            raise HTTPException(413, "The form is too long.")
    return body


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
        and not request.url.path.startswith(f"{HOME}/live")
    ):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Response(status_code=303, headers={"location": f"{HOME}/login?next={quote(asked)}"})
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
