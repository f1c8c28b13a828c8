"""What a request's address, form or body may contain: ids, instants and texts within what the stores can hold."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl, quote

from fastapi import HTTPException, Request
from pydantic import AfterValidator, Field, StringConstraints

from models.console.row_ids import LARGEST_ID, parse_digits, parse_telegram_id

DASHBOARD_PATH = "/dashboard"
# Largest offset into the queue: Redis counts no further, and no queue is that long.
LAST_OFFSET = 1_000_000_000
# Further back nothing is kept.
MOST_HOURS = 8_784
_INVALID_SEARCH = "This search is not valid"
_NUL_REFUSED = "NUL characters are not allowed."

_Parsed = TypeVar("_Parsed")


def request_path(request: Request) -> str:
    """The decoded path. Unlike `request.url`, it does not depend on the Host header."""
    path: str = request.scope["path"]
    return path


def requested_address(request: Request) -> str:
    """The path and query, to return to later."""
    raw = request.scope.get("raw_path") or quote(request_path(request)).encode()
    query = request.scope["query_string"]
    return bytes(raw + (b"?" + query if query else b"")).decode("latin-1")


def wants_json(request: Request) -> bool:
    """Whether the address belongs to the JSON API."""
    return request_path(request).startswith(f"{DASHBOARD_PATH}/api/")


def refuse_nul_characters(request: Request) -> None:
    """Raises 422 for NUL in path or query: PostgreSQL stores it in no text."""
    query = request.scope["query_string"]
    if "\0" in request.scope["path"] or b"%00" in query or b"\0" in query:
        raise HTTPException(422, _NUL_REFUSED)


async def form_fields(request: Request) -> dict[str, str]:
    """A form's fields; values of a repeated field are joined by newlines. Raises 413, and 422 for NUL characters."""
    if not hasattr(request.state, "form"):
        fields: dict[str, str] = {}
        text = (await request.body()).decode("utf-8", "replace")
        for name, value in parse_qsl(text, keep_blank_values=True):
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        if any("\0" in value for value in fields.values()):
            raise HTTPException(422, _NUL_REFUSED)
        request.state.form = fields
    form: dict[str, str] = request.state.form
    return form


def parse_row_id(text: str) -> int:
    """A row's id; 0 for an empty text. Raises 422."""
    return _required(parse_digits(text), "a number") if text else 0


def parse_chat_id(text: str) -> int | None:
    """A chat's Telegram id; None for an empty text. Raises 422."""
    return _required(parse_telegram_id(text), "a chat") if text else None


def parse_offset(text: str) -> int:
    """The offset of a page in the queue; 0 for an empty text. Raises 422."""
    offset = parse_row_id(text)
    if offset > LAST_OFFSET:
        raise HTTPException(422, f"{_INVALID_SEARCH}: no queue is that long.")
    return offset


def parse_hours(text: str) -> int:
    """How many hours back a list reaches, a year at most; 0 for an empty text: all. Raises 422."""
    return min(parse_row_id(text), MOST_HOURS)


def parse_instant(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """A local time in the viewer's zone, as a browser's field sends it, in UTC. Raises 422."""
    try:
        return _in_utc(dt.datetime.fromisoformat(text), zone) if text else None
    except ValueError as error:
        raise HTTPException(422, f"{_INVALID_SEARCH}: {text[:40]!r} is not a time.") from error


def parse_day(text: str) -> dt.date | None:
    """A day as a browser's field sends it (ISO); None for an empty text. Raises 422."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise HTTPException(422, f"{_INVALID_SEARCH}: {text[:40]!r} is not a day.") from error


def parse_one_of(text: str, known: Sequence[str]) -> str:
    """One of the known values, or an empty text. Raises 422."""
    if text and text not in known:
        raise HTTPException(422, f"{_INVALID_SEARCH}: {text[:40]} is not one of {', '.join(known)}.")
    return text


def _required(parsed: _Parsed | None, what: str) -> _Parsed:
    if parsed is None:
        raise HTTPException(422, f"{_INVALID_SEARCH}: that is not {what}.")
    return parsed


def _in_utc(moment: dt.datetime, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
    """A time without a zone is in `zone`. Raises ValueError where the calendar ends before its UTC equivalent."""
    try:
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError("this time cannot be expressed in UTC") from error


RowId = Annotated[int, Field(ge=0, le=LARGEST_ID)]
Hours = Annotated[int, Field(ge=0, le=MOST_HOURS)]
Offset = Annotated[int, Field(ge=0, le=LAST_OFFSET)]
Instant = Annotated[dt.datetime, AfterValidator(_in_utc)]
# PostgreSQL stores NUL in no text.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)]
