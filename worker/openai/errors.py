"""OpenAI's many errors as the few of ours: what went wrong, whether later may help, whether it may cost money."""

import math
from typing import TYPE_CHECKING

from worker.budget.purchase import CallFailedError

if TYPE_CHECKING:
    import openai

_TOLD = 200  # characters of the server's own words that are worth a log line


class ModelCallError(CallFailedError):
    """A call that brought no answer. `transient`: the same call may work later. The text holds no key and no prompt."""

    transient: bool = False
    retry_after: float | None = None


class UnreachableError(ModelCallError):
    """No connection, a connection that broke, or an error of the server itself (5xx)."""

    code = "unreachable"
    transient = True

    def __init__(self, message: str, *, billed: bool) -> None:
        super().__init__(message)
        self.billed = billed


class TimedOutError(ModelCallError):
    """No answer within the time allowed. The vendor may have finished, and billed, all the same."""

    code = "timeout"
    transient = True


class RateLimitedError(ModelCallError):
    """Too many calls (429). `retry_after` is in seconds when the server named it."""

    code = "rate_limited"
    transient = True
    billed = False

    def __init__(self, message: str, *, retry_after: float | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QuotaExhaustedError(ModelCallError):
    """The account has no money left at the vendor (429 with `insufficient_quota`): waiting does not help."""

    code = "quota"
    billed = False


class WrongKeyError(ModelCallError):
    """The key is wrong, revoked or not allowed to do this (401, 403)."""

    code = "wrong_key"
    billed = False


class BadRequestError(ModelCallError):
    """The server does not take our request (400, 404, 413, 422): a wrong model name, a parameter it does not know."""

    code = "bad_request"
    billed = False

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class MalformedAnswerError(ModelCallError):
    """A success that is no answer: HTML, broken JSON, another shape."""

    code = "garbled"


def error_for_status(error: "openai.APIStatusError") -> ModelCallError:
    """Our error for an HTTP status that is no success."""
    status = error.status_code
    if status in {401, 403}:
        return WrongKeyError(f"HTTP {status}")
    if status == 429:
        if "insufficient_quota" in {error.code, error.type}:
            return QuotaExhaustedError("HTTP 429 insufficient_quota")
        return RateLimitedError("HTTP 429", retry_after=_seconds(error.response.headers.get("retry-after")))
    if status == 408:
        return TimedOutError("HTTP 408")
    if status >= 500:
        return UnreachableError(f"HTTP {status}", billed=False)
    told = "redirects are not followed" if status < 400 else _server_words(error)
    return BadRequestError(f"HTTP {status}: {told}", status=status)


def _server_words(error: "openai.APIStatusError") -> str:
    """The start of what the server says, our key struck out before it is cut."""
    key = error.request.headers.get("authorization", "").removeprefix("Bearer ")
    return (error.message.replace(key, "[secret]") if key else error.message)[:_TOLD]


def error_for_connection(error: "openai.APIConnectionError") -> ModelCallError:
    """Our error for a call without a response. Only a connection that never stood is surely not billed."""
    kind = type(error.__cause__).__name__
    if kind == "DecodingError":
        return MalformedAnswerError(str(error.__cause__))
    if kind in {"ConnectError", "ConnectTimeout", "PoolTimeout"}:
        return UnreachableError(kind, billed=False)
    if kind.endswith("Timeout"):
        return TimedOutError(kind)
    return UnreachableError(kind, billed=True)


def _seconds(header: str | None) -> float | None:
    try:
        seconds = float(header) if header else None
    except ValueError:
        return None
    return max(0.0, seconds) if seconds is not None and math.isfinite(seconds) else None
