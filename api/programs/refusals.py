"""Errors of /api: one JSON shape for all of them, with a code for programs and a sentence for people."""

from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from models.queue.connection import QueueError

log = structlog.get_logger()


class Refusal(BaseModel):
    """Why a request was refused."""

    error: str
    message: str


class RefusedError(Exception):
    """Answered with its status, code and sentence."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


_REASONS = {
    400: "The body cannot be read as text",
    401: "No valid token",
    403: "The token does not allow it",
    404: "Not found within the token's reach",
    422: "A value is missing, of the wrong type or out of range",
    429: "Too many requests: wait for as long as Retry-After says",
    503: "A store does not respond or the queue is full: send it again",
}
_OF_STATUS = {404: "not_found", 405: "method_not_allowed"}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of addresses that may refuse with these statuses."""
    return {status: {"model": Refusal, "description": _REASONS[status]} for status in statuses}


def answer_errors(app: FastAPI) -> None:
    """Let the app answer every error in the one shape."""
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    for outage in (QueueError, OSError, TimeoutError):
        app.add_exception_handler(outage, _unavailable)


def unavailable(error: Exception) -> RefusedError | None:
    """The refusal for a database that is down, starting, full or too slow; None for any other error.

    asyncpg is imported by the first connection only, so its errors are known by their attributes.
    """
    state = str(getattr(error, "sqlstate", "") or "")
    if isinstance(error, OSError | TimeoutError) or state.startswith(("08", "53", "57")):
        return _later(error)
    return _later(error) if type(error).__name__ == "InterfaceError" else None


def _later(error: Exception) -> RefusedError:
    log.warning("programs_store_away", error=type(error).__name__)
    return RefusedError(503, "unavailable", "A store does not respond. Send it again.", retry_after="5")


def _answer(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": code, "message": message}, status, headers)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _answer(error.status, error.code, error.message, error.headers)


async def _invalid(_: Request, error: Exception) -> Response:
    """The first value that does not fit: where it stands and what is wrong with it, never the value itself."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])[:80]
    return _answer(422, "invalid", f"{place}: {first['msg'][:200]}")


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _OF_STATUS.get(error.status_code, "invalid")
    headers = dict(error.headers) if error.headers else None
    return _answer(error.status_code, code, str(error.detail), headers)


async def _unavailable(_: Request, error: Exception) -> Response:
    refused = _later(error)
    return _answer(refused.status, refused.code, refused.message, refused.headers)
