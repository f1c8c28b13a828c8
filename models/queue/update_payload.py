"""An update's body in a form that PostgreSQL accepts, so that no acknowledged message is lost to what it refuses."""

import json
import math
import re
from typing import Any

# Telegram nests about ten levels. Python parses some 900; serialising, here and in PostgreSQL, allows fewer.
DEEPEST = 64
_LONGEST_NUMBER = 1e300
# A complete string (an unfinished one to the end), or one bracket: takes linear time for every body.
_STRINGS_AND_BRACKETS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


class UnreadableError(ValueError):
    """A body that can never be parsed as an update; the message contains nothing of it."""


def read_payload(body: bytes) -> dict[str, Any]:
    """The update as a dict that `jsonb` accepts: NUL and lone surrogates are removed, huge numbers become text.

    Raises UnreadableError for anything but a JSON object, and for one nested deeper than DEEPEST.
    """
    if is_deeper(body, DEEPEST):
        raise UnreadableError(f"nested deeper than {DEEPEST} levels")
    try:
        document = json.loads(body, parse_constant=str, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"no JSON ({type(error).__name__})") from None
    if not isinstance(document, dict):
        raise UnreadableError("no JSON object")
    return {_storable(key): _storable(value) for key, value in document.items()}


def kept_payload(body: bytes) -> dict[str, Any] | str:
    """What a dead letter stores of a body: the parsed update, or the body as text when it cannot be parsed."""
    try:
        return read_payload(body)
    except UnreadableError:
        return raw_payload(body)


def raw_payload(body: bytes) -> str:
    """A body as text that `jsonb` accepts. Valid JSON, which has neither NUL nor invalid UTF-8, is unchanged."""
    return body.decode("utf-8", "replace").replace("\x00", "\ufffd")


def is_deeper(body: bytes, levels: int) -> bool:
    """Whether this JSON is nested deeper than `levels`. Most bodies have too few brackets to need a scan."""
    if body.count(b"{") + body.count(b"[") <= levels:
        return False
    depth = 0
    for found in _STRINGS_AND_BRACKETS.finditer(body):
        bracket = found[0][:1]
        depth += (bracket in b"{[") - (bracket in b"}]")
        if depth > levels:
            return True
    return False


def _finite(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) and abs(number) < _LONGEST_NUMBER else digits


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def storable_text(text: str) -> str:
    """Text without what Postgres refuses: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
