"""Search, sorting and paging over the jobs that have run at least once, built for 100,000 of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from models.console.chat_of_job import ChatOfJob
from models.console.job_queues import QUEUE_CONDITIONS
from models.console.like_pattern import pattern_containing
from models.console.page_cursor import Cursor, EdgeKind, read_cursor
from models.console.postgres_pool import Connection, Row, parse_json_column
from models.console.redaction import redact_values

JOBS_PER_PAGE = 50
JOB_STATES = ("running", "retry", "done", "undelivered", "failed", "dead", "cancelled", "lost")
# What "failed" stands for: the attempt ended in an error, whatever follows.
FAILED_STATES = ("retry", "dead", "lost")
# The sort orders of a list: the expression, which an index of job_run has too, and its type for asyncpg.
JOB_SORTS: dict[str, tuple[str, EdgeKind]] = {
    "started": ("r.started_at", "timestamptz"),
    "duration": ("coalesce(extract(epoch FROM r.finished_at - r.started_at), 0)::float8", "float8"),
    "wait": ("extract(epoch FROM r.started_at - r.enqueued_at)::float8", "float8"),
    "attempts": ("r.attempt", "int"),
}
_COUNT_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class JobFilter:
    """The criteria of a search; empty means "any". `cursor` is that of a page, for pending jobs an offset.

    `queue` is one of models/console/job_queues.py; `chats` are Telegram ids, None: any chat.
    """

    state: str = ""
    name: str = ""
    chats: tuple[int, ...] | None = None
    text: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    sort: str = "started"
    ascending: bool = False
    cursor: str = ""
    limit: int = JOBS_PER_PAGE
    queue: str = ""
    error_kind: str = ""


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
    chat: ChatOfJob | None = None

    @property
    def seconds(self) -> float | None:
        """The attempt's duration; None while it runs."""
        return None if self.finished_at is None else (self.finished_at - self.started_at).total_seconds()

    @property
    def waited_seconds(self) -> float:
        """The time from enqueueing to this start; never below 0, although a demo's clock may be shifted."""
        return max(0.0, (self.started_at - self.enqueued_at).total_seconds())


@dataclass(frozen=True, slots=True)
class JobPage:
    """One page, and the cursors of its neighbours (empty: none)."""

    jobs: list[JobRow]
    next: str
    previous: str


async def find_jobs(connection: Connection, wanted: JobFilter) -> JobPage:
    """One page of jobs, each with its last attempt. Raises BadCursorError, KeyError for an unknown sort or queue."""
    expression, kind = JOB_SORTS[wanted.sort]
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
        f"SELECT {_COLUMNS}, {expression} AS edge FROM job_run r WHERE {' AND '.join(where)} "  # noqa: S608 - constants of this module
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
    """Delete the attempts of finished jobs; how many jobs. Unfinished jobs and those with open dead letters stay."""
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


# A delivery that ended without an error but whose message Telegram refused, or may not have got, is not done.
_NOT_SENT = """r.state = 'done' AND (r.result->'not_sent')::text ~ '": "(failed|unknown)'"""
_STATE = f"CASE WHEN {_NOT_SENT} THEN 'undelivered' ELSE r.state END"
_COLUMNS = (
    f"r.id, r.job_id, r.job_name, {_STATE} AS state, r.attempt, r.worker_id, r.trace_id, r.enqueued_at, r.started_at, "
    "r.finished_at, left(r.error, 300) AS error, r.arguments"
)
# The chats' messages and buttons, what is sent to them, and what their people wrote in a group.
_OF_CHATS = """(
  r.arguments->>'lane' IN (SELECT kind || id FROM unnest(?::bigint[]) AS id, unnest(ARRAY['chat:', 'tap:']) AS kind)
  OR r.job_name = 'deliver_message' AND (r.arguments->>'outbound_id')::bigint IN
    (SELECT id FROM outbound_message WHERE chat_telegram_id = ANY(?::bigint[]))
  OR r.job_name = 'send_digest' AND (r.arguments->>'schedule_id')::bigint IN
    (SELECT s.id FROM schedule s JOIN chat c ON c.id = s.chat_id WHERE c.telegram_id = ANY(?::bigint[]))
  OR r.job_name = 'handle_update' AND r.trace_id IN
    (SELECT o.trace_id FROM operation o JOIN chat c ON c.id = o.chat_id
     WHERE o.group_id IS NOT NULL AND c.telegram_id = ANY(?::bigint[]))
)"""
_LAST = "NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)"


def _conditions(wanted: JobFilter) -> tuple[list[str], list[Any]]:
    values: list[Any] = []
    where = [_LAST]

    def add(condition: str, value: Any) -> None:
        values.append(value)
        where.append(condition.replace("?", f"${len(values)}"))

    if wanted.state:
        add(*_state_condition(wanted.state))
    if wanted.error_kind:
        add("left(split_part(coalesce(r.error, 'worker died'), ':', 1), 100) = ?", wanted.error_kind)
    if wanted.name:
        add("r.job_name = ?", wanted.name)
    if wanted.queue:
        where.append(QUEUE_CONDITIONS[wanted.queue])
    if wanted.chats is not None:
        add(_OF_CHATS, list(wanted.chats))
    if wanted.text:
        add("(r.job_id ILIKE ? OR r.error ILIKE ? OR r.trace_id ILIKE ?)", pattern_containing(wanted.text))
    if wanted.since is not None:
        add("r.started_at >= ?", wanted.since)
    if wanted.until is not None:
        add("r.started_at < ?", wanted.until)
    return where, values


def _state_condition(state: str) -> tuple[str, Any]:
    if state == "failed":
        return "r.state = ANY(?::text[])", list(FAILED_STATES)
    return (f"{_STATE} = ?" if state in ("done", "undelivered") else "r.state = ?"), state


def _page(rows: list[Row], wanted: JobFilter, cursor: Cursor | None) -> JobPage:
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    back = cursor is not None and cursor.back
    if back:
        rows.reverse()
    first = Cursor(rows[0]["edge"], rows[0]["id"], back=True).token() if rows else ""
    last = Cursor(rows[-1]["edge"], rows[-1]["id"]).token() if rows else ""
    has_next, has_previous = (True, more) if back else (more, cursor is not None)
    return JobPage([job_row(row) for row in rows], last if has_next else "", first if has_previous else "")


def job_row(row: Row) -> JobRow:
    """A job from a record with this module's columns."""
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
        error=redact_values(row["error"]),
        arguments=parse_json_column(row["arguments"]),
    )
