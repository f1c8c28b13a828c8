"""Who makes a dashboard request, what they may do, and protection against cross-site requests."""

import hmac
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from api.caller_address import is_this_machine
from api.dashboard.auth.sessions import KnownBrowser, Visitor
from api.dashboard.dependencies import DashboardDependencies, dashboard_of
from api.dashboard.request_values import form_fields
from models.runtime.clock import wall_ms

SESSION_COOKIE = "planner_session"
KNOWN_COOKIE = "planner_known"
_FAR_FUTURE = 2**40


async def require_visitor(request: Request) -> Visitor:
    """The visitor who makes this request. Raises 404 without a dashboard, 401 without a session."""
    dashboard = dashboard_of(request)
    if not dashboard.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    visitor = await _bearer_visitor(dashboard, request) or await _cookie_visitor(dashboard, request)
    if visitor is None and dashboard.settings.dashboard_open and is_this_machine(request):
        visitor = Visitor("this machine", "operator", "open", _FAR_FUTURE)
    if visitor is None:
        raise HTTPException(401, "Please log in.")
    # For the menu of an error page.
    request.state.visitor = visitor
    return visitor


async def require_operator(request: Request) -> Visitor:
    """The operator who makes this request. Raises 403 for viewers, cross-site requests and a wrong CSRF token."""
    visitor = await require_visitor(request)
    if not visitor.may_act:
        raise HTTPException(403, "Viewers cannot make changes.")
    await check_csrf(request, visitor)
    return visitor


async def check_csrf(request: Request, visitor: Visitor) -> None:
    """Raises 403 unless the request comes from one of our pages or is authenticated by a valid bearer token.

    Only scripts send bearer tokens; any other Authorization header proves nothing about the request's origin.
    """
    if await _bearer_visitor(dashboard_of(request), request) is not None:
        return
    refuse_cross_site(request)
    given = request.headers.get("x-csrf-token") or (await form_fields(request)).get("csrf", "")
    expected = dashboard_of(request).sessions.csrf_token(visitor)
    if not given or not hmac.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(403, "This page has expired. Reload it and try again.")


def refuse_cross_site(request: Request) -> None:
    """Raises 403 when the browser reports that another site made this request."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and origin.partition("://")[2] != request.headers.get("host", "")
    if site not in ("same-origin", "none") or foreign:
        raise HTTPException(403, "This request came from another site.")


async def known_browser_of(request: Request) -> KnownBrowser | None:
    """The browser or script at the login form, if it has logged in before: by its cookie or its session."""
    dashboard, now = dashboard_of(request), wall_ms() // 1000
    known = dashboard.sessions.known_browser(request.cookies.get(KNOWN_COOKIE, ""), now)
    if known is not None:
        return known
    visitor = await _bearer_visitor(dashboard, request) or await _cookie_visitor(dashboard, request)
    return None if visitor is None else KnownBrowser(visitor.session_id, visitor.role)


VisitorDep = Annotated[Visitor, Depends(require_visitor)]
OperatorDep = Annotated[Visitor, Depends(require_operator)]
DashboardDep = Annotated[DashboardDependencies, Depends(dashboard_of)]


async def _bearer_visitor(dashboard: DashboardDependencies, request: Request) -> Visitor | None:
    token = _bearer_token(request)
    return await dashboard.sessions.visitor(token, wall_ms() // 1000) if token else None


async def _cookie_visitor(dashboard: DashboardDependencies, request: Request) -> Visitor | None:
    """None when there is a bearer token: an invalid one is not made up for by a cookie."""
    token = request.cookies.get(SESSION_COOKIE, "") if _bearer_token(request) is None else ""
    return await dashboard.sessions.visitor(token, wall_ms() // 1000) if token else None


def _bearer_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
