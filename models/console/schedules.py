"""Schedules: each with its last and next runs, outcome and delivery; run one now, pause one, go on."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import WithJsonSchema

from models.console.operator_context import CommandResult, OperatorContext
from models.console.postgres_pool import Connection, Row
from models.queue.jobs import SendDigest
from models.runtime.local_time import local_day
from models.tables.next_run import next_occurrence


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """One schedule. `weekdays` has bit 0 for Monday; the last run is None before the first.

    `enabled` is the people's own wish, `paused_at` since when the chat cannot be reached.
    """

    id: int
    kind: str
    chat_telegram_id: int
    zone: str
    # OpenAPI's "time" is one with an offset; this one is of the zone above.
    local_time: Annotated[dt.time, WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d:\d\d$"})]
    weekdays: int
    enabled: bool
    paused_at: dt.datetime | None
    next_run_at: dt.datetime
    last_on: dt.date | None
    last_state: str | None
    last_reason: str | None
    last_due_at: dt.datetime | None
    last_sent_at: dt.datetime | None

    @property
    def late_seconds(self) -> float | None:
        """How long after its time the last one arrived."""
        if self.last_sent_at is None or self.last_due_at is None:
            return None
        return max(0.0, (self.last_sent_at - self.last_due_at).total_seconds())


@dataclass(frozen=True, slots=True)
class ScheduleRunFacts:
    """One local day of a schedule, with its delivery."""

    local_on: dt.date
    due_at: dt.datetime
    state: str
    reason: str | None
    rendered_at: dt.datetime | None
    sent_at: dt.datetime | None
    telegram_message_id: int | None
    trace_id: str


async def find_schedules(
    connection: Connection, *, after_id: int = 0, limit: int = 100
) -> list[ScheduleFacts]:
    """Schedules by id, from `after_id` on."""
    rows = await connection.fetch(
        """
        SELECT s.id, s.kind, c.telegram_id AS chat_telegram_id, c.zone, s.local_time, s.weekdays, s.enabled,
               s.paused_at, s.next_run_at, r.local_on AS last_on, r.state AS last_state, r.reason AS last_reason,
               r.due_at AS last_due_at, r.sent_at AS last_sent_at
        FROM schedule s JOIN chat c ON c.id = s.chat_id
        LEFT JOIN LATERAL (
          SELECT * FROM schedule_run WHERE schedule_id = s.id ORDER BY local_on DESC LIMIT 1
        ) r ON true
        WHERE s.id > $1 ORDER BY s.id LIMIT $2
        """,
        after_id,
        limit,
    )
    return [ScheduleFacts(**dict(row)) for row in rows]


async def runs_of(connection: Connection, schedule_id: int, *, limit: int = 30) -> list[ScheduleRunFacts]:
    """A schedule's last days, newest first."""
    rows = await connection.fetch(
        """
        SELECT local_on, due_at, state, reason, rendered_at, sent_at, telegram_message_id
        FROM schedule_run WHERE schedule_id = $1 ORDER BY local_on DESC LIMIT $2
        """,
        schedule_id,
        limit,
    )
    return [
        ScheduleRunFacts(**dict(row), trace_id=SendDigest(schedule_id, row["local_on"].isoformat()).trace_id)
        for row in rows
    ]


async def run_schedule_now(steering: OperatorContext, schedule_id: int, now: dt.datetime) -> CommandResult:
    """Today's run at once, unless today has had its run (invariant I10). Raises QueueError, asyncpg.PostgresError.

    Enqueued before the commit, as the clock does; the ledger's key makes a repeat harmless.
    """
    async with steering.records.changing() as connection:
        found = await _schedule(connection, schedule_id)
        if found is None:
            return CommandResult("nothing", "There is no such schedule.")
        today = local_day(now, ZoneInfo(found["zone"]))
        added = await connection.fetchval(
            """
            INSERT INTO schedule_run (schedule_id, local_on, zone, due_at, enqueued_at, parts, alone, state)
            VALUES ($1, $2, $4, $3, $3, 0, false, 'enqueued') ON CONFLICT DO NOTHING RETURNING schedule_id
            """,
            schedule_id,
            today,
            now,
            found["zone"],
        )
        if added is None:
            return CommandResult("nothing", f"It has had its run of {today.isoformat()}: one a day.")
        await steering.producer.enqueue(SendDigest(schedule_id, today.isoformat()))
    return CommandResult(
        "done", f"Today's run ({today.isoformat()}) is queued; its usual time will not send it again."
    )


async def set_paused(
    steering: OperatorContext, schedule_id: int, now: dt.datetime, *, paused: bool
) -> CommandResult:
    """Stop a schedule until it is told to go on; days missed meanwhile are not made up, and today's has no second run."""
    async with steering.records.changing() as connection:
        found = await _schedule(connection, schedule_id)
        if found is None:
            return CommandResult("nothing", "There is no such schedule.")
        if paused:
            await connection.execute("UPDATE schedule SET enabled = false WHERE id = $1", schedule_id)
            return CommandResult("done", "Paused.")
        if found["enabled"]:
            return CommandResult("nothing", "It is going on already.")
        last = found["last_on"]
        next_on, next_run_at = next_occurrence(
            found["local_time"],
            found["weekdays"],
            ZoneInfo(found["zone"]),
            after=now,
            first_day=None if last is None else last + dt.timedelta(days=1),
        )
        await connection.execute(
            "UPDATE schedule SET enabled = true, next_on = $2, next_run_at = $3 WHERE id = $1",
            schedule_id,
            next_on,
            next_run_at,
        )
    return CommandResult("done", f"It goes on: next on {next_on.isoformat()}.")


async def _schedule(connection: Connection, schedule_id: int) -> Row | None:
    return await connection.fetchrow(
        """
        SELECT s.id, c.zone, s.enabled, s.local_time, s.weekdays,
               (SELECT max(local_on) FROM schedule_run WHERE schedule_id = s.id) AS last_on
        FROM schedule s JOIN chat c ON c.id = s.chat_id WHERE s.id = $1 FOR UPDATE OF s
        """,
        schedule_id,
    )
