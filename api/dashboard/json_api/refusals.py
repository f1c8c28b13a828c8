"""Refusals of the JSON api as OpenAPI describes them: which statuses a request may get instead of its answer."""

from typing import Any

from pydantic import BaseModel


class Refusal(BaseModel):
    """Why a request was refused, as a sentence."""

    detail: str


_REASONS = {
    400: "This is no readable request",
    401: "No session: log in first",
    403: "Not allowed: a viewer's session, or a request of a foreign page",
    404: "There is no such thing, or no dashboard",
    409: "Refused as things stand",
    413: "The body is too large",
    422: "A value is missing, of another kind or out of range",
    429: "Too many tries",
    503: "A store does not answer; try again",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a router whose requests may be answered with these statuses."""
    return {status: {"model": Refusal, "description": _REASONS[status]} for status in statuses}


# Of every address behind the dashboard's guard.
GUARDED = refusals(400, 401, 403, 404, 413, 422, 503)
