"""Queries of the dead-letter pages: one by one, and by kind with count, first and last."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console.page_cursor import Cursor, read_cursor
from models.console.postgres_pool import Connection, Row, parse_json_column
from models.console.redaction import redact_values

DEAD_LETTERS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class DeadLetterRow:
    """A dead letter without its payload, which is a person's message. `has_payload`: one is stored."""

    id: int
    job_id: str
    job_name: str
    arguments: dict[str, Any]
    trace_id: str | None
    attempts: int
    error: str
    traceback: str | None
    dead_at: dt.datetime
    resolved_at: dt.datetime | None
    resolution: str | None
    reason: str | None
    has_payload: bool


@dataclass(frozen=True, slots=True)
class DeadLetterKind:
    """The open dead letters of one job with one kind of error (the part before the colon)."""

    job_name: str
    error_kind: str
    count: int
    first_at: dt.datetime
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DeadLetterPage:
    """One page, newest first; `next` is the cursor of the next page (empty: the last one)."""

    dead_letters: list[DeadLetterRow]
    next: str


async def dead_letter_kinds(connection: Connection) -> list[DeadLetterKind]:
    """The open dead letters by kind, the most frequent first; at most 100 kinds."""
    rows = await connection.fetch(
        f"""
        SELECT job_name, {_KIND} AS kind, count(*) AS count, min(dead_at) AS first_at, max(dead_at) AS last_at
        FROM dead_letter WHERE resolved_at IS NULL
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100
        """  # noqa: S608 - constants of this module
    )
    return [
        DeadLetterKind(row["job_name"], row["kind"], row["count"], row["first_at"], row["last_at"])
        for row in rows
    ]


async def find_dead_letters(
    connection: Connection,
    *,
    resolved: bool = False,
    name: str = "",
    error_kind: str = "",
    text: str = "",
    cursor: str = "",
) -> DeadLetterPage:
    """One page of dead letters. Raises BadCursorError."""
    where, values = ["(resolved_at IS NOT NULL) = $1"], [resolved]
    for condition, value in (
        ("job_name = ?", name),
        (f"{_KIND} = ?", error_kind),
        ("strpos(lower(job_id || ' ' || error), lower(?)) > 0", text),
    ):
        if value:
            values.append(value)  # type: ignore[arg-type]
            where.append(condition.replace("?", f"${len(values)}"))
    edge = read_cursor(cursor, "timestamptz")
    if edge is not None:
        values += [edge.value, edge.id]  # type: ignore[list-item]
        where.append(f"(dead_at, id) < (${len(values) - 1}::timestamptz, ${len(values)})")
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM dead_letter WHERE {' AND '.join(where)} "  # noqa: S608
        f"ORDER BY dead_at DESC, id DESC LIMIT {DEAD_LETTERS_PER_PAGE + 1}",
        *values,
    )
    dead_letters = [_dead_letter(row) for row in rows[:DEAD_LETTERS_PER_PAGE]]
    last = (
        Cursor(dead_letters[-1].dead_at, dead_letters[-1].id).token()
        if len(rows) > DEAD_LETTERS_PER_PAGE
        else ""
    )
    return DeadLetterPage(dead_letters, last)


async def load_dead_letter(connection: Connection, dead_letter_id: int) -> DeadLetterRow | None:
    """One dead letter, open or resolved."""
    row = await connection.fetchrow(f"SELECT {_COLUMNS} FROM dead_letter WHERE id = $1", dead_letter_id)  # noqa: S608
    return None if row is None else _dead_letter(row)


async def dead_letter_of_job(connection: Connection, job_id: str) -> DeadLetterRow | None:
    """A job's open dead letter, or else its last one."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM dead_letter WHERE job_id = $1 "  # noqa: S608
        "ORDER BY resolved_at IS NULL DESC, id DESC LIMIT 1",
        job_id,
    )
    return None if row is None else _dead_letter(row)


async def open_dead_letter_ids(
    connection: Connection, job_name: str, error_kind: str, limit: int
) -> list[int]:
    """Ids of the open dead letters of a kind, in the order of their updates (invariant I3)."""
    rows = await connection.fetch(
        f"""
        SELECT id FROM dead_letter
        WHERE resolved_at IS NULL AND job_name = $1 AND ($2 = '' OR {_KIND} = $2)
        ORDER BY coalesce((arguments->>'update_id')::bigint, 0), id LIMIT $3
        """,  # noqa: S608
        job_name,
        error_kind,
        limit,
    )
    return [row["id"] for row in rows]


async def dead_letter_payload(connection: Connection, dead_letter_id: int) -> dict[str, Any] | str | None:
    """The update of a dead letter, as text if it could not be parsed: a person's message, only for those who may see it."""
    found: dict[str, Any] | str | None = parse_json_column(
        await connection.fetchval("SELECT payload FROM dead_letter WHERE id = $1", dead_letter_id)
    )
    return found


_KIND = "left(split_part(error, ':', 1), 100)"
_COLUMNS = (
    "id, job_id, job_name, arguments, trace_id, attempts, error, traceback, dead_at, resolved_at, resolution, "
    "reason, payload IS NOT NULL AS has_payload"
)


def _dead_letter(row: Row) -> DeadLetterRow:
    values = dict(row)
    values["arguments"] = parse_json_column(values["arguments"])
    values["error"], values["traceback"] = (
        redact_values(values["error"]),
        redact_values(values["traceback"]),
    )
    return DeadLetterRow(**values)
