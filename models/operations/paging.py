"""Paging: a page's edge as an opaque word, so that page 2,000 costs what page 1 costs."""

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any


class BadCursorError(ValueError):
    """The word is none of ours."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row seen: the value it is sorted by (None: it has none) and its id. `back` pages towards the start."""

    value: dt.datetime | float | int | str | None
    id: int
    back: bool = False

    def word(self) -> str:
        """The cursor for an address."""
        is_instant = isinstance(self.value, dt.datetime)
        value = self.value.isoformat() if isinstance(self.value, dt.datetime) else self.value
        text = json.dumps([value, self.id, int(self.back), int(is_instant)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(word: str) -> Cursor | None:
    """The cursor of an address, None for an empty word. Raises BadCursorError."""
    if not word:
        return None
    try:
        padded = word + "=" * (-len(word) % 4)
        value, row_id, back, is_instant = json.loads(base64.urlsafe_b64decode(padded.encode()))
        return Cursor(
            dt.datetime.fromisoformat(value) if is_instant else _plain(value), int(row_id), bool(back)
        )
    except (ValueError, TypeError) as error:
        raise BadCursorError("this page's address is not complete") from error


def _plain(value: Any) -> float | int | str | None:
    if value is not None and not isinstance(value, int | float | str):
        raise TypeError("no plain value")
    return value
