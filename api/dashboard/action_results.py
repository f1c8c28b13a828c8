"""The response to a form: a redirect to a dashboard page, with one sentence that is shown there once."""

from urllib.parse import quote

from fastapi import Request, Response

from api.dashboard.dependencies import dashboard_of
from api.dashboard.request_values import DASHBOARD_PATH
from api.dashboard.templates_environment import FLASH_COOKIE, FLASH_PURPOSE

_FLASH_SECONDS = 60
# Browsers limit a cookie to 4 kB with its attributes.
_LONGEST_FLASH = 500
# Characters of an address that need no percent-encoding.
_ADDRESS_CHARACTERS = "/?#[]@!$&'()*+,;=:%-._~"


def redirect_back(request: Request, address: str, message: str) -> Response:
    """A redirect to a dashboard page that shows `message` once. Any other address is replaced by the overview's."""
    response = Response(status_code=303, headers={"location": safe_redirect_target(address)})
    token = dashboard_of(request).sessions.sign(FLASH_PURPOSE, message[:_LONGEST_FLASH])
    set_dashboard_cookie(request, response, FLASH_COOKIE, token, _FLASH_SECONDS)
    return response


def set_dashboard_cookie(
    request: Request, response: Response, name: str, value: str, max_age_seconds: int
) -> None:
    """Set a cookie for the dashboard's addresses that scripts cannot read.

    It is limited to HTTPS in production, and elsewhere when this request came over HTTPS.
    """
    production = dashboard_of(request).settings.environment == "production"
    response.set_cookie(
        name,
        value,
        max_age=max_age_seconds,
        path=DASHBOARD_PATH,
        httponly=True,
        samesite="lax",
        secure=production or request.scope["scheme"] == "https",
    )


def safe_redirect_target(address: str) -> str:
    """The address, encoded for a header, if it is one of the dashboard's; else that of the overview."""
    ours = address == DASHBOARD_PATH or address.startswith((f"{DASHBOARD_PATH}/", f"{DASHBOARD_PATH}?"))
    if not ours or "\\" in address or any(ord(character) < 32 for character in address):
        return DASHBOARD_PATH
    return quote(address, safe=_ADDRESS_CHARACTERS)
