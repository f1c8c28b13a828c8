"""Trace: one message's whole way on one timeline, assembled from the rows that carry its trace id.

Webhook, lane, attempts, model calls, rows changed, answers. `/why` in the chat tells the same record in words.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from models.console.postgres_pool import Connection, Row, document
from models.console.redaction import without_values
from models.console.row_ids import read_id

StepKind = Literal["received", "attempt", "model", "operation", "answer", "digest", "letter"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `ended_at` None: an instant, or it still goes on (`state` says which).

    `facts` holds names and numbers; `words` a person's or the bot's text, shown only when asked for.
    """

    kind: StepKind
    title: str
    state: str
    started_at: dt.datetime
    ended_at: dt.datetime | None
    facts: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    error: str | None = None

    @property
    def seconds(self) -> float | None:
        """How long it took; None for an instant."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Trace:
    """All steps of one trace in the order they began. `cost_micros` is what its model calls cost."""

    trace_id: str
    steps: list[Step]
    started_at: dt.datetime
    ended_at: dt.datetime
    cost_micros: int
    outcome: str

    @property
    def seconds(self) -> float:
        """From the first moment to the last."""
        return (self.ended_at - self.started_at).total_seconds()

    def share(self, moment: dt.datetime | None) -> float:
        """Where a moment lies between the trace's beginning (0) and its end (1)."""
        if moment is None or self.seconds <= 0:
            return 0.0
        return min(1.0, max(0.0, (moment - self.started_at).total_seconds() / self.seconds))


@dataclass(frozen=True, slots=True)
class RecentTrace:
    """An update as the list of traces shows it. `handled_at` None: not yet."""

    trace_id: str
    kind: str
    outcome: str | None
    received_at: dt.datetime
    handled_at: dt.datetime | None
    attempts: int


async def assemble(connection: Connection, trace_id: str) -> Trace | None:
    """The trace, None when no row carries its id (any more). At most 200 rows of each kind."""
    steps = [
        *await _received(connection, trace_id),
        *await _digests(connection, trace_id),
        *await _attempts(connection, trace_id),
        *await _model_calls(connection, trace_id),
        *await _operations(connection, trace_id),
        *await _answers(connection, trace_id),
        *await _letters(connection, trace_id),
    ]
    if not steps:
        return None
    # At the same instant what caused comes before what was caused: the list's own order.
    steps.sort(key=lambda step: step.started_at)
    ends = [step.ended_at or step.started_at for step in steps]
    return Trace(
        trace_id=trace_id,
        steps=steps,
        started_at=steps[0].started_at,
        ended_at=max(ends),
        cost_micros=sum(step.facts.get("cost_micros", 0) for step in steps),
        outcome=_outcome(steps),
    )


async def recent_traces(connection: Connection, *, limit: int = 50) -> list[RecentTrace]:
    """The newest updates, those that are not handled yet first."""
    rows = await connection.fetch(
        """
        SELECT trace_id, kind, outcome, received_at, handled_at, attempts FROM inbound_update
        ORDER BY handled_at DESC NULLS FIRST, update_id DESC LIMIT $1
        """,
        limit,
    )
    return [RecentTrace(**dict(row)) for row in rows]


def _outcome(steps: list[Step]) -> str:
    found = next((step.state for step in steps if step.kind in ("received", "digest")), None)
    return found or steps[-1].state


async def _received(connection: Connection, trace_id: str) -> list[Step]:
    row = await connection.fetchrow(
        "SELECT update_id, kind, lane, payload, received_at, handled_at, outcome FROM inbound_update "
        "WHERE update_id = $1",
        _update_id(trace_id),
    )
    if row is None:
        return []
    facts = {"update_id": row["update_id"], "kind": row["kind"], "lane": row["lane"]}
    words = {"message": document(row["payload"])} if row["payload"] is not None else {}
    state = row["outcome"] or "running"
    return [
        Step(
            "received", "Received by the webhook", state, row["received_at"], row["handled_at"], facts, words
        )
    ]


async def _digests(connection: Connection, trace_id: str) -> list[Step]:
    """A digest's trace is named by its schedule and day: d<schedule>-<date>."""
    schedule, _, day = trace_id.removeprefix("d").partition("-")
    schedule_id = read_id(schedule)
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
    facts = {"schedule": row["kind"], "day": row["local_on"].isoformat(), "due_at": row["due_at"].isoformat()}
    return [
        Step("digest", "Due", row["state"], row["enqueued_at"], row["rendered_at"], facts, {}, row["reason"])
    ]


async def _attempts(connection: Connection, trace_id: str) -> list[Step]:
    rows = await connection.fetch("SELECT * FROM job_run WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id)
    return [
        Step(
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
                "result": document(row["result"]),
            },
            {},
            without_values(row["error"]),
        )
        for row in rows
    ]


async def _model_calls(connection: Connection, trace_id: str) -> list[Step]:
    rows = await connection.fetch(
        "SELECT * FROM model_call WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id
    )
    return [
        Step(
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
            {"answer": document(row["answer"])} if row["answer"] is not None else {},
            row["error"],
        )
        for row in rows
    ]


async def _operations(connection: Connection, trace_id: str) -> list[Step]:
    rows = await connection.fetch(
        """
        SELECT o.id, o.kind, o.reader, o.degraded, o.created_at, o.undone_at,
               e.task_id, e.before, e.after, t.number
        FROM operation o LEFT JOIN task_event e ON e.operation_id = o.id LEFT JOIN task t ON t.id = e.task_id
        WHERE o.trace_id = $1 ORDER BY o.id, e.id LIMIT 200
        """,
        trace_id,
    )
    made: dict[int, Step] = {}
    for row in rows:
        step = made.setdefault(row["id"], _operation(row))
        if row["task_id"] is not None:
            before, after = document(row["before"]), document(row["after"])
            change = "created" if before is None else "changed " + ", ".join(sorted(after))
            step.facts["rows"].append(f"task #{row['number']}: {change}")
            step.words[f"#{row['number']}"] = {"before": before, "after": after}
    return list(made.values())


def _operation(row: Row) -> Step:
    facts = {"operation": row["id"], "reader": row["reader"], "rows": []}
    if row["degraded"]:
        facts["degraded"] = row["degraded"]
    if row["undone_at"]:
        facts["undone_at"] = row["undone_at"].isoformat()
    return Step(
        "operation", f"{row['kind']}, read by {row['reader']}", "done", row["created_at"], None, facts
    )


async def _answers(connection: Connection, trace_id: str) -> list[Step]:
    rows = await connection.fetch(
        "SELECT * FROM outbound_message WHERE trace_id = $1 ORDER BY id LIMIT 200", trace_id
    )
    return [
        Step(
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
            {"text": document(row["payload"]).get("text") or document(row["payload"]).get("caption")},
            row["error"],
        )
        for row in rows
    ]


async def _letters(connection: Connection, trace_id: str) -> list[Step]:
    rows = await connection.fetch(
        "SELECT id, job_name, error, dead_at, resolution FROM dead_letter WHERE trace_id = $1 ORDER BY id LIMIT 200",
        trace_id,
    )
    return [
        Step(
            "letter",
            f"{row['job_name']} given up",
            row["resolution"] or "dead",
            row["dead_at"],
            None,
            {"letter": row["id"]},
            {},
            without_values(row["error"]),
        )
        for row in rows
    ]


def _waited(row: Row) -> int:
    waited: dt.timedelta = row["started_at"] - row["enqueued_at"]
    return max(0, round(waited.total_seconds() * 1000))


def _update_id(trace_id: str) -> int:
    """The update of a trace u<id>; -1, which no update has, for other traces."""
    number = read_id(trace_id[1:]) if trace_id.startswith("u") else None
    return -1 if number is None else number
