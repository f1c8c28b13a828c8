"""Asked: what an address or a body may ask for: numbers, instants and texts within what the stores can hold."""

import datetime as dt
from typing import Annotated, TypeVar

from fastapi import HTTPException
from pydantic import AfterValidator, Field, StringConstraints

from models.console.row_ids import LARGEST_ID, read_chat, read_id

# A look into the queue begins at most here: Redis counts no further, and nobody's queue is so long.
LAST_OFFSET = 1_000_000_000
_UNCLEAR = "This search cannot be understood"

_Found = TypeVar("_Found")


def asked_id(text: str) -> int:
    """A row's number; 0 where nothing is asked. Raises 422."""
    return _required(read_id(text), "a number") if text else 0


def asked_chat(text: str) -> int | None:
    """A chat's Telegram id; None where nothing is asked. Raises 422."""
    return _required(read_chat(text), "a chat") if text else None


def asked_offset(text: str) -> int:
    """Where in the queue a page begins; 0 where nothing is asked. Raises 422."""
    offset = asked_id(text)
    if offset > LAST_OFFSET:
        raise HTTPException(422, f"{_UNCLEAR}: no queue is so long.")
    return offset


def asked_instant(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """A time of the viewer's zone, as a browser's field gives it, in UTC. Raises 422."""
    try:
        return _in_utc(dt.datetime.fromisoformat(text), zone) if text else None
    except ValueError as error:
        raise HTTPException(422, f"{_UNCLEAR}: {text[:40]!r} is no time.") from error


def _required(found: _Found | None, what: str) -> _Found:
    if found is None:
        raise HTTPException(422, f"{_UNCLEAR}: that is not {what}.")
    return found


def _in_utc(moment: dt.datetime, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
    """A moment without a zone is of `zone`. Raises ValueError at the ends of the calendar, which UTC may lie beyond."""
    try:
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("this time has no place in the calendar of UTC") from error


RowId = Annotated[int, Field(ge=0, le=LARGEST_ID)]
ChatId = Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)]
Offset = Annotated[int, Field(ge=0, le=LAST_OFFSET)]
Instant = Annotated[dt.datetime, AfterValidator(_in_utc)]
# Any text but one with a NUL, which PostgreSQL keeps in none.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]
