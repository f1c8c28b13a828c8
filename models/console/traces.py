"""Everything one update caused on one timeline, from the rows with its trace id.

Arrival, attempts, model calls, changed rows, answers, dead letters. `/why` in the chat explains the same rows.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from models.console.chat_of_job import ChatOfJob
from models.console.postgres_pool import Connection, Row, parse_json_column
from models.console.redaction import redact_values
from models.console.row_ids import parse_digits

TraceStepKind = Literal["received", "attempt", "model", "operation", "answer", "digest", "dead_letter"]


# What a trace ends in when an answer of it has one of these states; the worse first.
UNDELIVERED = {"failed": "undelivered", "unknown": "unsure"}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One event. `ended_at` is None for an instant or while it lasts (`state` says which).

    `details` holds names and numbers; `texts` what a person or the bot wrote, shown only on request.
    """

    kind: TraceStepKind
    title: str
    state: str
    started_at: dt.datetime
    ended_at: dt.datetime | None
    details: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, Any] = field(default_factory=dict)
    error: str | None = None

    @property
    def seconds(self) -> float | None:
        """The duration; None for an instant."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class TraceTimeline:
    """All steps of one trace in the order they began. `cost_micros` is what its model calls cost."""

    trace_id: str
    steps: list[TraceStep]
    started_at: dt.datetime
    ended_at: dt.datetime
    cost_micros: int
    outcome: str

    @property
    def seconds(self) -> float:
        """From the first instant to the last."""
        return (self.ended_at - self.started_at).total_seconds()

    def share(self, moment: dt.datetime | None) -> float:
        """The position of an instant between the trace's beginning (0) and end (1)."""
        if moment is None or self.seconds <= 0:
            return 0.0
        return min(1.0, max(0.0, (moment - self.started_at).total_seconds() / self.seconds))


@dataclass(frozen=True, slots=True)
class RecentTrace:
    """An update as the list of traces shows it. `handled_at` None: not yet. `lane` None: of an unknown sender."""

    trace_id: str
    kind: str
    outcome: str | None
    received_at: dt.datetime
    handled_at: dt.datetime | None
    attempts: int
    lane: str | None
    chat: ChatOfJob | None = None


async def load_trace_timeline(connection: Connection, trace_id: str) -> TraceTimeline | None:
    """The trace; None when no row has its id. At most 200 rows of each kind."""
    steps = [
        *await _received(connection, trace_id),
        *await _digests(connection, trace_id),
        *await _attempts(connection, trace_id),
        *await _model_calls(connection, trace_id),
        *await _operations(connection, trace_id),
        *await _answers(connection, trace_id),
        *await _dead_letters(connection, trace_id),
    ]
    if not steps:
        return None
    # The sort is stable: at the same instant, causes stay before their effects.
    steps.sort(key=lambda step: step.started_at)
    ends = [step.ended_at or step.started_at for step in steps]
    return TraceTimeline(
        trace_id=trace_id,
        steps=steps,
        started_at=steps[0].started_at,
        ended_at=max(ends),
        cost_micros=sum(step.details.get("cost_micros", 0) for step in steps),
        outcome=_outcome(steps),
    )


async def recent_traces(
    connection: Connection, *, limit: int = 50, chats: tuple[int, ...] | None = None
) -> list[RecentTrace]:
    """The newest updates, unhandled ones first; with `chats` only those of these chats or of their people in groups."""
    rows = await connection.fetch(
        """
        SELECT trace_id, kind, coalesce((
            SELECT CASE min(state) WHEN 'failed' THEN 'undelivered' ELSE 'unsure' END FROM outbound_message o
            WHERE o.trace_id = u.trace_id AND o.state IN ('failed', 'unknown') HAVING count(*) > 0
          ), outcome) AS outcome, received_at, handled_at, attempts, lane FROM inbound_update u
        WHERE $2::bigint[] IS NULL
          OR lane IN (SELECT kind || id FROM unnest($2::bigint[]) AS id, unnest(ARRAY['chat:', 'tap:']) AS kind)
          OR trace_id IN (
            SELECT o.trace_id FROM operation o JOIN chat c ON c.id = o.chat_id
            WHERE o.group_id IS NOT NULL AND c.telegram_id = ANY($2::bigint[]))
        ORDER BY handled_at DESC NULLS FIRST, update_id DESC LIMIT $1
        """,
        limit,
        None if chats is None else list(chats),
    )
    return [RecentTrace(**dict(row)) for row in rows]


def _outcome(steps: list[TraceStep]) -> str:
    """How the trace ended: an update that was handled but whose answer did not arrive is not done."""
    for state, outcome in UNDELIVERED.items():
        if any(step.kind == "answer" and step.state == state for step in steps):
            return outcome
    found = next((step.state for step in steps if step.kind in ("received", "digest")), None)
    return found or steps[-1].state


async def _received(connection: Connection, trace_id: str) -> list[TraceStep]:
    row = await connection.fetchrow(
        "SELECT update_id, kind, lane, payload, received_at, handled_at, outcome FROM inbound_update "
        "WHERE update_id = $1",
        _update_id(trace_id),
    )
    if row is None:
        return []
    details = {"update_id": row["update_id"], "kind": row["kind"], "lane": row["lane"]}
    texts = {"message": parse_json_column(row["payload"])} if row["payload"] is not None else {}
    state = row["outcome"] or "running"
    return [
        TraceStep(
            "received",
            "Received by the webhook",
            state,
            row["received_at"],
            row["handled_at"],
            details,
            texts,
        )
    ]


async def _digests(connection: Connection, trace_id: str) -> list[TraceStep]:
    """A digest's trace id consists of its schedule and day: d<schedule>-<date>."""
    schedule, _, day = trace_id.removeprefix("d").partition("-")
    schedule_id = parse_digits(schedule)
    if not trace_id.startswith("d") or schedule_id is None:
        return []
    try:
        local_on = dt.date.fromisoformat(day)
    except ValueError:
        return []
    row = await connection.fetchrow(
        "SELECT r.*, s.kind FROM schedule_run r JOIN schedule s ON s.id = r.schedule_id "
        "WHERE r.schedule_id = $1 AND r.local_on = $2",
        schedule_id,
        local_on,
    )
    if row is None:
        return []
    details = {"schedule": row["kind"], "day": day, "due_at": row["due_at"].isoformat()}
    times = row["enqueued_at"], row["rendered_at"]
    return [TraceStep("digest", "Due", row["state"], *times, details, {}, row["reason"])]


async def _attempts(connection: Connection, trace_id: str) -> list[TraceStep]:
    rows = await connection.fetch("SELECT * FROM job_run WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id)
    return [
        TraceStep(
            "attempt",
            f"{row['job_name']}, attempt {row['attempt']}" if row["attempt"] > 1 else row["job_name"],
            row["state"],
            row["started_at"],
            row["finished_at"],
            {
                "job_id": row["job_id"],
                "run": row["id"],
                "worker": row["worker_id"],
                "waited_ms": _waited(row),
                "result": parse_json_column(row["result"]),
            },
            {},
            redact_values(row["error"]),
        )
        for row in rows
    ]


async def _model_calls(connection: Connection, trace_id: str) -> list[TraceStep]:
    rows = await connection.fetch(
        "SELECT * FROM model_call WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id
    )
    return [
        TraceStep(
            "model",
            f"{row['purpose']}: {row['model']}",
            row["state"],
            row["created_at"],
            row["settled_at"],
            {
                "tokens_in": row["tokens_in"],
                "tokens_cached": row["tokens_cached"],
                "tokens_out": row["tokens_out"],
                "cost_micros": row["cost_micros"],
                "milliseconds": row["milliseconds"],
            },
            {"answer": parse_json_column(row["answer"])} if row["answer"] is not None else {},
            row["error"],
        )
        for row in rows
    ]


async def _operations(connection: Connection, trace_id: str) -> list[TraceStep]:
    rows = await connection.fetch(
        """
        SELECT o.id, o.kind, o.reader, o.degraded, o.created_at, o.undone_at,
               e.task_id, e.before, e.after, t.number
        FROM operation o LEFT JOIN task_event e ON e.operation_id = o.id LEFT JOIN task t ON t.id = e.task_id
        WHERE o.trace_id = $1 ORDER BY o.id, e.id LIMIT 200
        """,
        trace_id,
    )
    made: dict[int, TraceStep] = {}
    for row in rows:
        step = made.setdefault(row["id"], _operation(row))
        if row["task_id"] is not None:
            before, after = parse_json_column(row["before"]), parse_json_column(row["after"])
            change = "created" if before is None else "changed " + ", ".join(sorted(after))
            step.details["rows"].append(f"task #{row['number']}: {change}")
            step.texts[f"#{row['number']}"] = {"before": before, "after": after}
    return list(made.values())


def _operation(row: Row) -> TraceStep:
    details = {"operation": row["id"], "reader": row["reader"], "rows": []}
    details |= {"degraded": row["degraded"]} if row["degraded"] else {}
    details |= {"undone_at": row["undone_at"].isoformat()} if row["undone_at"] else {}
    title = f"{row['kind']}, read by {row['reader']}"
    return TraceStep("operation", title, "done", row["created_at"], None, details)


async def _answers(connection: Connection, trace_id: str) -> list[TraceStep]:
    rows = await connection.fetch(
        "SELECT * FROM outbound_message WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id
    )
    return [
        TraceStep(
            "answer",
            f"{row['purpose']}: {row['method']}",
            row["state"],
            row["created_at"],
            row["sent_at"],
            {
                "outbound_id": row["id"],
                "telegram_message_id": row["telegram_message_id"],
                "attempts": row["attempts"],
            },
            {"text": _message_text(parse_json_column(row["payload"]))},
            row["error"],
        )
        for row in rows
    ]


async def _dead_letters(connection: Connection, trace_id: str) -> list[TraceStep]:
    rows = await connection.fetch(
        "SELECT id, job_name, error, dead_at, resolution FROM dead_letter WHERE trace_id = $1 ORDER BY id LIMIT 200",
        trace_id,
    )
    return [
        TraceStep(
            "dead_letter",
            f"{row['job_name']} failed for good",
            row["resolution"] or "dead",
            row["dead_at"],
            None,
            {"dead_letter": row["id"]},
            {},
            redact_values(row["error"]),
        )
        for row in rows
    ]


def _message_text(payload: dict[str, Any]) -> str | None:
    return payload.get("text") or payload.get("caption")


def _waited(row: Row) -> int:
    waited: dt.timedelta = row["started_at"] - row["enqueued_at"]
    return max(0, round(waited.total_seconds() * 1000))


def _update_id(trace_id: str) -> int:
    """The update of a trace u<id>; -1, which no update has, for other traces."""
    number = parse_digits(trace_id[1:]) if trace_id.startswith("u") else None
    return -1 if number is None else number
