"""Login by password or by a one-time code from the bot, and logout."""

from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from api.caller_address import caller_address
from api.dashboard.action_results import redirect_back, safe_redirect_target, set_dashboard_cookie
from api.dashboard.auth.authentication import (
    KNOWN_COOKIE,
    SESSION_COOKIE,
    DashboardDep,
    check_csrf,
    known_browser_of,
    refuse_cross_site,
    require_visitor,
)
from api.dashboard.auth.login_rate_limit import (
    count_code_attempt,
    count_password_attempt,
    reset_password_attempts,
)
from api.dashboard.auth.sessions import KNOWN_SECONDS, LIFETIME_SECONDS, Role
from api.dashboard.console_commands import record_login, record_logout
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.request_values import DASHBOARD_PATH, form_fields
from api.dashboard.templates_environment import render_page
from models.console.login_links import redeem_login
from models.runtime.clock import wall_ms

router = APIRouter(route_class=DashboardRoute, include_in_schema=False)
log = structlog.get_logger()

_REFUSED = "Wrong password."
_USED_CODE = "This code has been used or is older than ten minutes. Ask the bot for a new one."


@router.get("/login")
async def login_page(request: Request, dashboard: DashboardDep) -> Response:
    """The password form."""
    return _login_form(request, dashboard, "login.html", request.query_params.get("next", DASHBOARD_PATH))


@router.get("/login/link")
async def link_page(request: Request, dashboard: DashboardDep) -> Response:
    """The form for a one-time code; a script fills it in from the address's fragment (after #)."""
    return _login_form(request, dashboard, "link.html", DASHBOARD_PATH)


@router.post("/login")
async def password_login_form(request: Request, dashboard: DashboardDep) -> Response:
    """A session for the correct password. 429 after ten attempts in 15 minutes."""
    _refuse_unavailable(request, dashboard)
    known = await known_browser_of(request)
    _refuse_over_limit(request, await count_password_attempt(dashboard.redis, caller_address(request), known))
    form = await form_fields(request)
    role = await dashboard.role_of_password(form.get("password", "")[:1024])
    if role is None:
        log.warning("dashboard_login_refused", address=caller_address(request))
        await record_login(dashboard, "?", "dashboard", address=caller_address(request), session=None)
        return _login_form(
            request, dashboard, "login.html", form.get("next", DASHBOARD_PATH), error=_REFUSED, status=401
        )
    await reset_password_attempts(dashboard.redis, caller_address(request), known)
    return await _logged_in(request, dashboard, role, role, form.get("next", DASHBOARD_PATH))


@router.post("/login/link")
async def code_login_form(request: Request, dashboard: DashboardDep) -> Response:
    """A session for a valid code. Failed password attempts do not count against it."""
    _refuse_unavailable(request, dashboard)
    _refuse_over_limit(request, await count_code_attempt(dashboard.redis, caller_address(request)))
    form = await form_fields(request)
    name = await redeem_login(dashboard.redis, form.get("code", "")[:256])
    if name is None:
        log.warning("dashboard_code_refused", address=caller_address(request))
        await record_login(dashboard, "?", "dashboard", address=caller_address(request), session=None)
        return _login_form(request, dashboard, "link.html", DASHBOARD_PATH, error=_USED_CODE, status=401)
    return await _logged_in(request, dashboard, name, "operator", DASHBOARD_PATH)


@router.post("/logout")
async def logout_form(request: Request, dashboard: DashboardDep) -> Response:
    """End the session, also for copies of its token."""
    visitor = await require_visitor(request)
    await check_csrf(request, visitor)
    await dashboard.sessions.end(visitor, wall_ms() // 1000)
    await record_logout(dashboard, visitor)
    response = redirect_back(request, f"{DASHBOARD_PATH}/login", "You are logged out.")
    response.delete_cookie(SESSION_COOKIE, path=DASHBOARD_PATH)
    return response


def _refuse_unavailable(request: Request, dashboard: DashboardDependencies) -> None:
    if not dashboard.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    refuse_cross_site(request)


def _refuse_over_limit(request: Request, wait: int) -> None:
    if wait:
        log.warning("dashboard_login_throttled", address=caller_address(request))
        raise HTTPException(429, f"Too many attempts. Try again in {wait // 60 + 1} minutes.")


async def _logged_in(
    request: Request, dashboard: DashboardDependencies, name: str, role: Role, address: str
) -> Response:
    now = wall_ms() // 1000
    visitor, token = dashboard.sessions.start(name, role, now)
    await record_login(
        dashboard, name, "dashboard", address=caller_address(request), session=visitor.session_id
    )
    response = Response(status_code=303, headers={"location": safe_redirect_target(address)})
    cookies = (
        (SESSION_COOKIE, token, LIFETIME_SECONDS),
        (KNOWN_COOKIE, dashboard.sessions.issue_known_browser(role, now), KNOWN_SECONDS),
    )
    for cookie, value, seconds in cookies:
        set_dashboard_cookie(request, response, cookie, value, seconds)
    return response


def _login_form(
    request: Request,
    dashboard: DashboardDependencies,
    template: str,
    address: str,
    *,
    error: str = "",
    status: int = 200,
) -> Response:
    if not dashboard.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    values: dict[str, Any] = {"title": "Log in", "next": safe_redirect_target(address), "error": error}
    return render_page(request, template, values, status=status)
