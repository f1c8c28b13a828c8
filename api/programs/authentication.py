"""Who asks: the access of a request's bearer token, looked up each time, so that a revoked token is refused at once."""

import re
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.programs.refusals import RefusedError
from api.programs.stores import ProgramStores
from models.programs.access import ProgramAccess, find_access
from models.runtime import clock
from models.runtime.feed_token import hash_of_token

_TOKEN = re.compile(r"bp_[A-Za-z0-9_-]{43}")
_bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token of /settings, Your data, Access for programs"
)


def stores_of(request: Request) -> ProgramStores:
    """The stores of the app."""
    stores: ProgramStores = request.app.state.stores
    return stores


StoresDep = Annotated[ProgramStores, Depends(stores_of)]


async def require_access(
    stores: StoresDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> ProgramAccess:
    """The access of the request. Raises RefusedError: 401 without a valid token, 429 above the rate."""
    token = "" if given is None else given.credentials
    if _TOKEN.fullmatch(token) is None:
        raise _no_access()
    if not stores.rate.take(hash_of_token(token)):
        raise RefusedError(429, "too_many_requests", "At most 10 requests a second.", retry_after="1")
    async with stores.connection() as connection:
        access = await find_access(connection, token, clock.now())
    if access is None:
        raise _no_access()
    return access


AccessDep = Annotated[ProgramAccess, Depends(require_access)]


def require_writing(access: AccessDep) -> ProgramAccess:
    """The access of a request that changes something. Raises RefusedError (403)."""
    if not access.may_write:
        raise RefusedError(403, "read_only", "This token only reads.")
    return access


WritingDep = Annotated[ProgramAccess, Depends(require_writing)]


def _no_access() -> RefusedError:
    return RefusedError(
        401, "unauthorized", "Send a valid token: Authorization: Bearer bp_…", www_authenticate="Bearer"
    )
