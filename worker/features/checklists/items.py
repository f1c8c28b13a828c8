"""Items of a checklist as they are said: "order bearing 30 min, fit, test"."""

import datetime as dt
import re
from dataclasses import dataclass

from worker.understanding.bounded_pattern import bounded
from worker.understanding.requests.duration import duration_of

MOST_ITEMS = 30
LONGEST_TITLE = 200
_LINES = re.compile(r"[\n;]")
_COMMA = bounded(r"\s*,\s+(?:and\s+|и\s+)?")
_AND = bounded(r"\s+(?:and|и)\s+", re.IGNORECASE)
_BULLET = bounded(r"^\s*(?:[-–—•*☐☑✓▢]|\d{1,2}[.)])\s+")
_LENGTH = bounded(
    r"[\s,(–—-]+(?P<said>(?:~|about\s+|около\s+)?\d{1,3}(?:[.,]\d)?\s*"
    r"(?:m|min|mins|minutes?|h|hrs?|hours?|м|мин|минут[аы]?|ч|час|часа|часов))\.?\)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidItem:
    """An item, and its estimate in minutes where one was said."""

    title: str
    minutes: int | None = None


def said_items(text: str, now: dt.datetime) -> list[SaidItem]:
    """The items of a list by lines, semicolons, or commas with a last "and"; `MOST_ITEMS` at most."""
    pieces = _LINES.split(text)
    if len([piece for piece in pieces if piece.strip()]) < 2:
        pieces = _by_commas(text)
    made = [_item(_BULLET.sub("", piece).strip(" .,;"), now) for piece in pieces]
    return [item for item in made if any(map(str.isalnum, item.title))][:MOST_ITEMS]


def _by_commas(text: str) -> list[str]:
    *before, last = _COMMA.split(text.strip())
    return [*before, *_AND.split(last)] if len(_AND.split(last)) == 2 else [*before, last]


def _item(said: str, now: dt.datetime) -> SaidItem:
    length = _LENGTH.search(said)
    minutes = None if length is None else duration_of(length["said"], now)
    title = said if length is None or not minutes else said[: length.start()].rstrip(" ,(")
    return SaidItem((title[:1].upper() + title[1:])[:LONGEST_TITLE], minutes)
