"""Keyset pagination: the edge of a page as an opaque token, so that page 2,000 costs as much as page 1."""

import base64
import datetime as dt
import json
import math
from dataclasses import dataclass
from typing import Any, Literal

from models.console.row_ids import LARGEST_ID

# The PostgreSQL types that a list may be sorted by.
EdgeKind = Literal["timestamptz", "float8", "int"]
_LONGEST = 400


class BadCursorError(ValueError):
    """The token was not made by us."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: the value it is sorted by (None: it has none) and its id. `back` pages towards the start."""

    value: dt.datetime | float | int | str | None
    id: int
    back: bool = False

    def token(self) -> str:
        """The cursor as text for an address."""
        is_instant = isinstance(self.value, dt.datetime)
        value = self.value.isoformat() if isinstance(self.value, dt.datetime) else self.value
        text = json.dumps([value, self.id, int(self.back), int(is_instant)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(token: str, kind: EdgeKind) -> Cursor | None:
    """The cursor in a list sorted by values of `kind`, None for an empty token. Raises BadCursorError.

    Anybody can write an address: the value returned is always valid in a statement.
    """
    if not token:
        return None
    try:
        padded = token[:_LONGEST] + "=" * (-len(token[:_LONGEST]) % 4)
        value, row_id, back, _ = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return Cursor(None if value is None else _edge(value, kind), _whole(row_id, LARGEST_ID), bool(back))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadCursorError("This page address is not valid.") from error


def _edge(value: Any, kind: EdgeKind) -> dt.datetime | float | int:
    if kind == "timestamptz":
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    return _whole(value, 2**31 - 1) if kind == "int" else _finite(value)


def _whole(value: Any, largest: int) -> int:
    if type(value) is not int or not 0 <= value <= largest:
        raise TypeError("not a number of ours")
    return value


def _finite(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise TypeError("not a number of ours")
    return float(value)
