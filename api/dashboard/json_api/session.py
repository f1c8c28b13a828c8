"""Session twin: a script logs in with the password and gets a word for its Authorization header."""

from dataclasses import dataclass

import structlog
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from api.caller_address import address_of
from api.dashboard.auth.guard import GuardedRoute, Reader, TheDesk, check_csrf, known_of, refuse_foreign
from api.dashboard.auth.login_rate_limit import count_try, forget_tries
from api.dashboard.auth.sessions import LIFETIME_SECONDS, Role
from api.dashboard.json_api.refusals import GUARDED, refusals
from models.runtime.clock import wall_ms

router = APIRouter(route_class=GuardedRoute, tags=["dashboard"], responses=GUARDED | refusals(429))
log = structlog.get_logger()


class Credentials(BaseModel):
    """The dashboard's password, or the viewer's."""

    password: str = Field(max_length=1024)


@dataclass(frozen=True, slots=True)
class Session:
    """Send `Authorization: Bearer <token>` with each request for `seconds` from now."""

    token: str
    role: Role
    seconds: int


@router.post("/session")
async def log_in(request: Request, desk: TheDesk, given: Credentials) -> Session:
    """A token for scripts. 401 for a wrong password, 429 after ten tries in a quarter of an hour."""
    if not desk.configured:
        raise HTTPException(404, "There is no dashboard here: set DASHBOARD_PASSWORD.")
    refuse_foreign(request)
    known = await known_of(request)
    if await count_try(desk.redis, address_of(request), known):
        raise HTTPException(429, "Too many tries.")
    role = await desk.role_of(given.password)
    if role is None:
        log.warning("dashboard_login_refused", address=address_of(request))
        raise HTTPException(401, "That is not the password.")
    await forget_tries(desk.redis, address_of(request), known)
    visitor, word = desk.sessions.start(f"{role} by script", role, wall_ms() // 1000)
    log.info("dashboard_login", who=visitor.name, role=role, session=visitor.session_id)
    return Session(word, role, LIFETIME_SECONDS)


@router.delete("/session", status_code=204)
async def log_out(request: Request, desk: TheDesk, visitor: Reader) -> None:
    """The token is worth nothing any more."""
    await check_csrf(request, visitor)
    await desk.sessions.end(visitor, wall_ms() // 1000)
