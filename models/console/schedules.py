"""Schedules with their last and next runs and delivery; running one now, pausing and resuming it."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import WithJsonSchema

from models.console.chat_of_job import ChatOfJob
from models.console.operator_context import CommandResult, OperatorContext
from models.console.postgres_pool import Connection, Row
from models.queue.jobs import SendDigest
from models.runtime.local_time import local_day
from models.tables.next_run import next_occurrence


@dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """One schedule. Bit 0 of `weekdays` is Monday; the `last_` values are None before the first run.

    `enabled` is the user's or the operator's choice; `paused_at` is since when the chat is unreachable.
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
    chat: ChatOfJob | None = None

    @property
    def late_seconds(self) -> float | None:
        """The delay between the last run's time and its delivery."""
        if self.last_sent_at is None or self.last_due_at is None:
            return None
        return max(0.0, (self.last_sent_at - self.last_due_at).total_seconds())


@dataclass(frozen=True, slots=True)
class ScheduleRunStatus:
    """One local day of a schedule, with its delivery."""

    local_on: dt.date
    due_at: dt.datetime
    state: str
    reason: str | None
    rendered_at: dt.datetime | None
    sent_at: dt.datetime | None
    telegram_message_id: int | None
    trace_id: str


@dataclass(frozen=True, slots=True)
class ScheduleFilter:
    """Which schedules: those after the id `after_id`, of a kind and of chats (Telegram ids; None: any).

    `day` looks at the run of that local day instead of the last one, and finds only schedules that had one. `outcome`
    and `since` are those of the run looked at.
    """

    after_id: int = 0
    limit: int = 100
    kind: str = ""
    chats: tuple[int, ...] | None = None
    day: dt.date | None = None
    outcome: str = ""
    since: dt.datetime | None = None


async def find_schedules(connection: Connection, wanted: ScheduleFilter) -> list[ScheduleStatus]:
    """The schedules found, by id."""
    rows = await connection.fetch(
        """
        SELECT s.id, s.kind, c.telegram_id AS chat_telegram_id, c.zone, s.local_time, s.weekdays, s.enabled,
               s.paused_at, s.next_run_at, r.local_on AS last_on, r.state AS last_state, r.reason AS last_reason,
               r.due_at AS last_due_at, r.sent_at AS last_sent_at
        FROM schedule s JOIN chat c ON c.id = s.chat_id
        LEFT JOIN LATERAL (
          SELECT * FROM schedule_run WHERE schedule_id = s.id AND ($7::date IS NULL OR local_on = $7::date)
          ORDER BY local_on DESC LIMIT 1
        ) r ON true
        WHERE s.id > $1 AND ($3 = '' OR r.state = $3) AND ($4::timestamptz IS NULL OR r.due_at > $4::timestamptz)
          AND ($5 = '' OR s.kind = $5) AND ($6::bigint[] IS NULL OR c.telegram_id = ANY($6::bigint[]))
          AND ($7::date IS NULL OR r.local_on IS NOT NULL)
        ORDER BY s.id LIMIT $2
        """,
        wanted.after_id,
        wanted.limit,
        wanted.outcome,
        wanted.since,
        wanted.kind,
        None if wanted.chats is None else list(wanted.chats),
        wanted.day,
    )
    return [ScheduleStatus(**dict(row)) for row in rows]


async def find_schedule_runs(
    connection: Connection, schedule_id: int, *, limit: int = 30
) -> list[ScheduleRunStatus]:
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
        ScheduleRunStatus(**dict(row), trace_id=SendDigest(schedule_id, row["local_on"].isoformat()).trace_id)
        for row in rows
    ]


async def run_schedule_now(context: OperatorContext, schedule_id: int, now: dt.datetime) -> CommandResult:
    """Enqueue today's run unless today has had one (invariant I10). Raises QueueError, asyncpg.PostgresError.

    Enqueued before the commit, as the scheduler does; the primary key of the run makes a repetition harmless.
    """
    async with context.postgres.transaction() as connection:
        found = await _schedule(connection, schedule_id)
        if found is None:
            return CommandResult("nothing", "No such schedule.")
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
            return CommandResult(
                "nothing", f"It has already run on {today.isoformat()}; each schedule runs once a day."
            )
        await context.producer.enqueue(SendDigest(schedule_id, today.isoformat()))
    return CommandResult(
        "done", f"Today's run ({today.isoformat()}) is queued; it will not be sent again at its usual time."
    )


async def set_schedule_paused(
    context: OperatorContext, schedule_id: int, now: dt.datetime, *, paused: bool
) -> CommandResult:
    """Pause or resume a schedule. Missed days are not caught up, and a day that has had its run gets no second one."""
    async with context.postgres.transaction() as connection:
        found = await _schedule(connection, schedule_id)
        if found is None:
            return CommandResult("nothing", "No such schedule.")
        if paused:
            await connection.execute("UPDATE schedule SET enabled = false WHERE id = $1", schedule_id)
            return CommandResult("done", "Paused.")
        if found["enabled"]:
            return CommandResult("nothing", "It is not paused.")
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
    return CommandResult("done", f"Resumed; the next run is on {next_on.isoformat()}.")


async def _schedule(connection: Connection, schedule_id: int) -> Row | None:
    return await connection.fetchrow(
        """
        SELECT s.id, c.zone, s.enabled, s.local_time, s.weekdays,
               (SELECT max(local_on) FROM schedule_run WHERE schedule_id = s.id) AS last_on
        FROM schedule s JOIN chat c ON c.id = s.chat_id WHERE s.id = $1 FOR UPDATE OF s
        """,
        schedule_id,
    )
