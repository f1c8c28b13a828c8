"""Letter rows: the dead letters, one by one and by kind: why, how often, first and last."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console.page_cursor import Cursor, read_cursor
from models.console.postgres_pool import Connection, Row, document
from models.console.redaction import without_values

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeadLetterRow:
    """A dead letter without its payload, which is a person's message. `has_payload` says whether one is kept."""

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
    """Open letters of one job with one kind of error (the words before the colon)."""

    job_name: str
    error_kind: str
    letters: int
    first_at: dt.datetime
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DeadLetterPage:
    """One page, newest first; `next` is the word of the older one."""

    letters: list[DeadLetterRow]
    next: str


async def dead_letter_kinds(connection: Connection) -> list[DeadLetterKind]:
    """The open letters by kind, the most frequent first; at most 100 kinds."""
    rows = await connection.fetch(
        f"""
        SELECT job_name, {_KIND} AS kind, count(*) AS letters, min(dead_at) AS first_at, max(dead_at) AS last_at
        FROM dead_letter WHERE resolved_at IS NULL
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100
        """  # noqa: S608 - our own words
    )
    return [
        DeadLetterKind(row["job_name"], row["kind"], row["letters"], row["first_at"], row["last_at"])
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
    """One page of letters. Raises BadCursorError."""
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
        f"ORDER BY dead_at DESC, id DESC LIMIT {PAGE + 1}",
        *values,
    )
    letters = [_letter(row) for row in rows[:PAGE]]
    last = Cursor(letters[-1].dead_at, letters[-1].id).word() if len(rows) > PAGE else ""
    return DeadLetterPage(letters, last)


async def get_dead_letter(connection: Connection, letter_id: int) -> DeadLetterRow | None:
    """One letter, open or not."""
    row = await connection.fetchrow(f"SELECT {_COLUMNS} FROM dead_letter WHERE id = $1", letter_id)  # noqa: S608
    return None if row is None else _letter(row)


async def dead_letter_of_job(connection: Connection, job_id: str) -> DeadLetterRow | None:
    """A job's open letter, or else its last one."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM dead_letter WHERE job_id = $1 "  # noqa: S608
        "ORDER BY resolved_at IS NULL DESC, id DESC LIMIT 1",
        job_id,
    )
    return None if row is None else _letter(row)


async def open_ids(connection: Connection, job_name: str, error_kind: str, limit: int) -> list[int]:
    """Open letters of a kind, in the order their updates arrived (invariant I3)."""
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


async def payload_of(connection: Connection, letter_id: int) -> dict[str, Any] | str | None:
    """The update a letter keeps, as text if it cannot be read: a person's words. Asked for only when somebody who may has asked to see it."""
    found: dict[str, Any] | str | None = document(
        await connection.fetchval("SELECT payload FROM dead_letter WHERE id = $1", letter_id)
    )
    return found


_KIND = "left(split_part(error, ':', 1), 100)"
_COLUMNS = (
    "id, job_id, job_name, arguments, trace_id, attempts, error, traceback, dead_at, resolved_at, resolution, "
    "reason, payload IS NOT NULL AS has_payload"
)


def _letter(row: Row) -> DeadLetterRow:
    values = dict(row)
    values["arguments"] = document(values["arguments"])
    values["error"], values["traceback"] = (
        without_values(values["error"]),
        without_values(values["traceback"]),
    )
    return DeadLetterRow(**values)
