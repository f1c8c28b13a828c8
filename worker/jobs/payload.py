"""Payload: an update's JSON as Postgres can keep it: nothing it refuses may cost an acknowledged message."""

import json
import math
from typing import Any

_LONGEST_NUMBER = 1e300


def read_payload(body: bytes) -> dict[str, Any]:
    """The update's document. What `jsonb` refuses is mended: NUL and lone surrogates go, endless numbers become text."""
    document = json.loads(body, parse_constant=str, parse_float=_finite)
    return {str(key): _storable(value) for key, value in document.items()}


def _finite(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) and abs(number) < _LONGEST_NUMBER else digits


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
