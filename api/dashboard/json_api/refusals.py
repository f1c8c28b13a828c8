"""The error responses of the JSON API in its OpenAPI document."""

from typing import Any

from pydantic import BaseModel


class RefusalBody(BaseModel):
    """Why a request was refused, as a sentence."""

    detail: str


_REASONS = {
    400: "The request cannot be parsed",
    401: "No session: log in first",
    403: "Not allowed: a viewer's session or a cross-site request",
    404: "Not found, or no dashboard is configured",
    409: "Refused in the current state",
    413: "The body is too large",
    422: "A value is missing, of the wrong type or out of range",
    429: "Too many attempts",
    503: "A store does not respond; try again",
}


def refusal_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a router whose requests may fail with these statuses."""
    return {status: {"model": RefusalBody, "description": _REASONS[status]} for status in statuses}


# Of every address that needs a session.
SESSION_REFUSALS = refusal_responses(400, 401, 403, 404, 413, 422, 503)
