"""Answers: what follows an action: back to the page it came from, with one sentence."""

from urllib.parse import quote

from fastapi import Request, Response

from api.dashboard.auth.guard import HOME
from api.dashboard.dependencies import dashboard_of
from api.dashboard.templates_environment import SAID

_SAID_SECONDS = 60
# A cookie has 4 kB with all around it.
_LONGEST = 500
# What an address is made of; any other letter is written by its bytes.
_ADDRESS_LETTERS = "/?#[]@!$&'()*+,;=:%-._~"


def back(request: Request, address: str, say: str) -> Response:
    """A redirect to a page of ours that says `say` once. An address elsewhere leads home."""
    response = Response(status_code=303, headers={"location": ours(address)})
    word = dashboard_of(request).sessions.signed("said", say[:_LONGEST])
    response.set_cookie(
        SAID, word, max_age=_SAID_SECONDS, path=HOME, httponly=True, samesite="lax", secure=is_secure(request)
    )
    return response


def ours(address: str) -> str:
    """The address, fit for a header, if it is one of the dashboard's; else its first page."""
    fine = address == HOME or address.startswith((f"{HOME}/", f"{HOME}?"))
    if not fine or "\\" in address or any(ord(letter) < 32 for letter in address):
        return HOME
    return quote(address, safe=_ADDRESS_LETTERS)


def is_secure(request: Request) -> bool:
    """Whether cookies may travel by HTTPS alone: always in production, else as this request came."""
    return dashboard_of(request).settings.environment == "production" or request.scope["scheme"] == "https"
