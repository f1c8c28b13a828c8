"""Login for scripts: the password is exchanged for a bearer token."""

from dataclasses import dataclass

import structlog
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from api.caller_address import caller_address
from api.dashboard.auth.authentication import (
    DashboardDep,
    VisitorDep,
    check_csrf,
    known_browser_of,
    refuse_cross_site,
)
from api.dashboard.auth.login_rate_limit import count_password_attempt, reset_password_attempts
from api.dashboard.auth.sessions import LIFETIME_SECONDS, Role, script_name
from api.dashboard.console_commands import record_login, record_logout
from api.dashboard.dashboard_route import DashboardRoute
from api.dashboard.json_api.refusals import SESSION_REFUSALS, refusal_responses
from models.runtime.clock import wall_ms

router = APIRouter(
    route_class=DashboardRoute, tags=["dashboard"], responses=SESSION_REFUSALS | refusal_responses(429)
)
log = structlog.get_logger()


class Credentials(BaseModel):
    """The operator's or the viewer's password."""

    password: str = Field(max_length=1024)


@dataclass(frozen=True, slots=True)
class Session:
    """Send `Authorization: Bearer <token>` with each request for `seconds` from now."""

    token: str
    role: Role
    seconds: int


@router.post("/session")
async def create_session(request: Request, dashboard: DashboardDep, body: Credentials) -> Session:
    """A token for scripts. 401 for a wrong password, 429 after ten attempts in 15 minutes."""
    if not dashboard.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    refuse_cross_site(request)
    known = await known_browser_of(request)
    if await count_password_attempt(dashboard.redis, caller_address(request), known):
        raise HTTPException(429, "Too many attempts.")
    role = await dashboard.role_of_password(body.password)
    if role is None:
        log.warning("dashboard_login_refused", address=caller_address(request))
        await record_login(dashboard, "?", "script", address=caller_address(request), session=None)
        raise HTTPException(401, "Wrong password.")
    await reset_password_attempts(dashboard.redis, caller_address(request), known)
    visitor, token = dashboard.sessions.start(script_name(role), role, wall_ms() // 1000)
    await record_login(
        dashboard, visitor.name, "script", address=caller_address(request), session=visitor.session_id
    )
    return Session(token, role, LIFETIME_SECONDS)


@router.delete("/session", status_code=204)
async def end_session(request: Request, dashboard: DashboardDep, visitor: VisitorDep) -> None:
    """End the session: its token is refused from now on."""
    await check_csrf(request, visitor)
    await dashboard.sessions.end(visitor, wall_ms() // 1000)
    await record_logout(dashboard, visitor)
