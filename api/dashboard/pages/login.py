"""Login: by password or by a one-time code from the bot; and out again."""

from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response

from api.caller_address import address_of
from api.dashboard.action_results import back, is_secure, ours
from api.dashboard.auth.guard import (
    COOKIE,
    HOME,
    KNOWN_COOKIE,
    GuardedRoute,
    TheDesk,
    check_csrf,
    form_of,
    known_of,
    refuse_foreign,
    visitor_of,
)
from api.dashboard.auth.login_rate_limit import count_code, count_try, forget_tries
from api.dashboard.auth.sessions import KNOWN_SECONDS, LIFETIME_SECONDS, Role
from api.dashboard.dependencies import DashboardDependencies
from api.dashboard.templates_environment import page
from models.console.login_links import redeem_login
from models.runtime.clock import wall_ms

router = APIRouter(route_class=GuardedRoute, include_in_schema=False)
log = structlog.get_logger()

_WRONG = "That is not the password."
_USED = "This code is used up or older than ten minutes. Ask the bot for a new one."


@router.get("/login")
async def login_page(request: Request, desk: TheDesk) -> Response:
    """The form for the password."""
    return _form(request, desk, "login.html", request.query_params.get("next", HOME))


@router.get("/login/link")
async def link_page(request: Request, desk: TheDesk) -> Response:
    """The form for a one-time code; a script fills it from the address's part after #."""
    return _form(request, desk, "link.html", HOME)


@router.post("/login")
async def log_in(request: Request, desk: TheDesk) -> Response:
    """A session for the right password. 429 after ten tries in a quarter of an hour."""
    _refuse(request, desk)
    known = await known_of(request)
    _refuse_throttled(request, await count_try(desk.redis, address_of(request), known))
    form = await form_of(request)
    role = await desk.role_of(form.get("password", "")[:1024])
    if role is None:
        log.warning("dashboard_login_refused", address=address_of(request))
        return _form(request, desk, "login.html", form.get("next", HOME), wrong=_WRONG, status=401)
    await forget_tries(desk.redis, address_of(request), known)
    return _let_in(request, desk, role, role, form.get("next", HOME))


@router.post("/login/link")
async def log_in_by_code(request: Request, desk: TheDesk) -> Response:
    """A session for a fresh code. Wrong passwords, anybody's, do not count against it."""
    _refuse(request, desk)
    _refuse_throttled(request, await count_code(desk.redis, address_of(request)))
    form = await form_of(request)
    who = await redeem_login(desk.redis, form.get("code", "")[:256])
    if who is None:
        log.warning("dashboard_code_refused", address=address_of(request))
        return _form(request, desk, "link.html", HOME, wrong=_USED, status=401)
    return _let_in(request, desk, who, "operator", HOME)


@router.post("/logout")
async def log_out(request: Request, desk: TheDesk) -> Response:
    """End the session everywhere."""
    visitor = await visitor_of(request)
    await check_csrf(request, visitor)
    await desk.sessions.end(visitor, wall_ms() // 1000)
    response = back(request, f"{HOME}/login", "You are logged out.")
    response.delete_cookie(COOKIE, path=HOME)
    return response


def _refuse(request: Request, desk: DashboardDependencies) -> None:
    if not desk.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    refuse_foreign(request)


def _refuse_throttled(request: Request, wait: int) -> None:
    if wait:
        log.warning("dashboard_login_throttled", address=address_of(request))
        raise HTTPException(429, f"Too many tries. The next one is possible in {wait // 60 + 1} minutes.")


def _let_in(request: Request, desk: DashboardDependencies, name: str, role: Role, address: str) -> Response:
    now = wall_ms() // 1000
    visitor, word = desk.sessions.start(name, role, now)
    log.info("dashboard_login", who=name, role=role, session=visitor.session_id, address=address_of(request))
    response = Response(status_code=303, headers={"location": ours(address)})
    words = (
        (COOKIE, word, LIFETIME_SECONDS),
        (KNOWN_COOKIE, desk.sessions.mark_known(role, now), KNOWN_SECONDS),
    )
    for cookie, value, seconds in words:
        response.set_cookie(
            cookie,
            value,
            max_age=seconds,
            path=HOME,
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
        )
    return response


def _form(
    request: Request,
    desk: DashboardDependencies,
    template: str,
    address: str,
    *,
    wrong: str = "",
    status: int = 200,
) -> Response:
    if not desk.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    facts: dict[str, Any] = {"title": "Log in", "next": ours(address), "wrong": wrong}
    return page(request, template, facts, status=status)
