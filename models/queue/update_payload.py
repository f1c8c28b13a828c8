"""Update payload: an update's body as Postgres can keep it: nothing it refuses may cost an acknowledged message."""

import json
import math
import re
from typing import Any

# Telegram nests about ten levels. The parser takes some 900; what writes JSON, here and in Postgres, fewer.
DEEPEST = 64
_LONGEST_NUMBER = 1e300
# A string whole (an unfinished one to the end), or one bracket: linear for every body.
_STRINGS_AND_BRACKETS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{]|[\]}]', re.DOTALL)


class UnreadableError(ValueError):
    """A body that is no update we can read, today or tomorrow; the text holds nothing of it."""


def read_payload(body: bytes) -> dict[str, Any]:
    """The update's document. What `jsonb` refuses is mended: NUL and lone surrogates go, endless numbers become text.

    Raises UnreadableError for what is no JSON object, or is nested deeper than DEEPEST.
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
    """What a dead letter keeps of a body: its document, or the body itself as text when it has none."""
    try:
        return read_payload(body)
    except UnreadableError:
        return raw_payload(body)


def raw_payload(body: bytes) -> str:
    """A body as text that `jsonb` takes. Of JSON, which knows neither NUL nor broken UTF-8, nothing is changed."""
    return body.decode("utf-8", "replace").replace("\x00", "\ufffd")


def is_deeper(body: bytes, levels: int) -> bool:
    """Whether brackets of this JSON are nested deeper than `levels`. Most bodies hold too few to be looked at."""
    if body.count(b"{") + body.count(b"[") <= levels:
        return False
    depth = 0
    for found in _STRINGS_AND_BRACKETS.finditer(body):
        sign = found[0][:1]
        depth += (sign in b"{[") - (sign in b"}]")
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
