"""Job rows: the jobs that have run at least once: search, sort and page over 100,000 of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console.page_cursor import Cursor, EdgeKind, read_cursor
from models.console.postgres_pool import Connection, Row, document
from models.console.queue_kinds import QUEUE_CONDITIONS
from models.console.redaction import without_values

PAGE = 50
STATES = ("running", "retry", "done", "dead", "cancelled", "lost")
# What a list may be sorted by: the expression, and what asyncpg must be told it is.
SORTS: dict[str, tuple[str, EdgeKind]] = {
    "started": ("r.started_at", "timestamptz"),
    "duration": ("coalesce(extract(epoch FROM r.finished_at - r.started_at), 0)::float8", "float8"),
    "wait": ("extract(epoch FROM r.started_at - r.enqueued_at)::float8", "float8"),
    "attempts": ("r.attempt", "int"),
}
_COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What is asked for. Empty means "any". `since` and `until` are instants; `cursor` is a page's word.

    `queue` is one of models/console/queue_kinds.py.
    """

    state: str = ""
    name: str = ""
    chat: int | None = None
    text: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    sort: str = "started"
    ascending: bool = False
    cursor: str = ""
    limit: int = PAGE
    queue: str = ""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as its last attempt left it. Times are UTC; seconds are wall seconds."""

    run_id: int
    job_id: str
    name: str
    state: str
    attempt: int
    worker_id: str
    trace_id: str | None
    enqueued_at: dt.datetime
    started_at: dt.datetime
    finished_at: dt.datetime | None
    error: str | None
    arguments: dict[str, Any]

    @property
    def seconds(self) -> float | None:
        """How long the attempt took; None while it runs."""
        return None if self.finished_at is None else (self.finished_at - self.started_at).total_seconds()

    @property
    def waited_seconds(self) -> float:
        """From the queue to this start; the clock of a demo may be shifted, so never below 0."""
        return max(0.0, (self.started_at - self.enqueued_at).total_seconds())


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page, and the words of its neighbours (empty: there is none)."""

    jobs: list[JobRow]
    next: str
    previous: str


async def find_jobs(connection: Connection, wanted: JobFilter) -> JobPage:
    """One page of jobs, each with its last attempt. Raises BadCursorError, KeyError for an unknown sort or queue."""
    expression, kind = SORTS[wanted.sort]
    cursor = read_cursor(wanted.cursor, kind)
    back = cursor is not None and cursor.back
    ascending = wanted.ascending is not back
    where, values = _conditions(wanted)
    if cursor is not None:
        sign = ">" if ascending else "<"
        values += [cursor.value, cursor.id]
        where.append(f"({expression}, r.id) {sign} (${len(values) - 1}::{kind}, ${len(values)})")
    order = "ASC" if ascending else "DESC"
    rows = await connection.fetch(
        f"SELECT {_COLUMNS}, {expression} AS edge FROM job_run r WHERE {' AND '.join(where)} "  # noqa: S608 - our own words
        f"ORDER BY {expression} {order}, r.id {order} LIMIT {wanted.limit + 1}",
        *values,
    )
    return _page(list(rows), wanted, cursor)


async def count_jobs(connection: Connection, wanted: JobFilter) -> tuple[int, bool]:
    """How many jobs the filter finds, counted up to 10,000; and whether there may be more."""
    where, values = _conditions(wanted)
    found = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT 1 FROM job_run r WHERE {' AND '.join(where)} LIMIT {_COUNT_LIMIT + 1}) q",  # noqa: S608
        *values,
    )
    return min(found, _COUNT_LIMIT), found > _COUNT_LIMIT


async def delete_jobs(connection: Connection, job_ids: list[str]) -> int:
    """Forget the attempts of jobs that ended; how many jobs. Running ones and open dead letters stay."""
    return int(
        await connection.fetchval(
            """
            WITH gone AS (
              DELETE FROM job_run r WHERE r.job_id = ANY($1::text[])
                AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.job_id = r.job_id AND d.resolved_at IS NULL)
                AND NOT EXISTS (
                  SELECT 1 FROM job_run o WHERE o.job_id = r.job_id AND o.state IN ('running', 'retry')
                    AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = o.job_id AND l.id > o.id)
                )
              RETURNING r.job_id
            ) SELECT count(DISTINCT job_id) FROM gone
            """,
            job_ids,
        )
    )


_COLUMNS = (
    "r.id, r.job_id, r.job_name, r.state, r.attempt, r.worker_id, r.trace_id, r.enqueued_at, r.started_at, "
    "r.finished_at, left(r.error, 300) AS error, r.arguments"
)
_LAST = "NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)"


def _conditions(wanted: JobFilter) -> tuple[list[str], list[Any]]:
    values: list[Any] = []
    where = [_LAST]

    def add(condition: str, value: Any) -> None:
        values.append(value)
        where.append(condition.replace("?", f"${len(values)}"))

    if wanted.state:
        add("r.state = ?", wanted.state)
    if wanted.name:
        add("r.job_name = ?", wanted.name)
    if wanted.queue:
        where.append(QUEUE_CONDITIONS[wanted.queue])
    if wanted.chat is not None:
        add(
            "(r.arguments->>'lane' IN ('chat:' || ?::bigint, 'tap:' || ?::bigint)"
            " OR r.job_name = 'deliver_message' AND (r.arguments->>'outbound_id')::bigint IN"
            " (SELECT id FROM outbound_message WHERE chat_telegram_id = ?))",
            wanted.chat,
        )
    if wanted.text:
        add("(r.job_id ILIKE ? OR r.error ILIKE ? OR r.trace_id ILIKE ?)", f"%{_plain(wanted.text)}%")
    if wanted.since is not None:
        add("r.started_at >= ?", wanted.since)
    if wanted.until is not None:
        add("r.started_at < ?", wanted.until)
    return where, values


def _plain(text: str) -> str:
    """A person's text in a LIKE pattern means itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _page(rows: list[Row], wanted: JobFilter, cursor: Cursor | None) -> JobPage:
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    back = cursor is not None and cursor.back
    if back:
        rows.reverse()
    first = Cursor(rows[0]["edge"], rows[0]["id"], back=True).word() if rows else ""
    last = Cursor(rows[-1]["edge"], rows[-1]["id"]).word() if rows else ""
    has_next, has_previous = (True, more) if back else (more, cursor is not None)
    return JobPage([job_row(row) for row in rows], last if has_next else "", first if has_previous else "")


def job_row(row: Row) -> JobRow:
    """A job row of a record with this module's columns."""
    return JobRow(
        run_id=row["id"],
        job_id=row["job_id"],
        name=row["job_name"],
        state=row["state"],
        attempt=row["attempt"],
        worker_id=row["worker_id"],
        trace_id=row["trace_id"],
        enqueued_at=row["enqueued_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        error=without_values(row["error"]),
        arguments=document(row["arguments"]),
    )
