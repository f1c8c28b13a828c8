"""The checks that read PostgreSQL's rows; each is one bounded statement."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from models.console.postgres_pool import Connection
from models.health.trouble import Trouble
from models.runtime.settings import Settings

# A send's retries are seconds apart at first: five minutes mean that Telegram, or we, do not get it done.
OUTBOX_OLD_MINUTES = 5
# The scheduler advances a schedule in the second it is due.
SCHEDULE_OVERDUE_MINUTES = 5
# Ten thousand digests take six minutes at Telegram's rate.
DIGEST_OVERDUE_MINUTES = 15
# The newest calls that all failed, and how far back they are looked for.
MODEL_FAILURES, MODEL_MINUTES = 3, 15
# A statement that waits for a lock this long holds up people.
_LOCK_SECONDS = 15
_BACKUPS_FAILED_IN_A_ROW = 2

# Ends of a message that are no fault of ours: blocked, chat gone, or the card to refresh was deleted.
REFUSED_FOR_GOOD = (
    """(error ILIKE 'forbidden%' OR error ILIKE '%chat not found%' OR error = 'the message is gone')"""
)

# What a failed or unknown message is counted by; digests are counted by their schedules.
LOST = f"(purpose <> 'digest' AND NOT coalesce({REFUSED_FOR_GOOD}, false))"

# Whether messages to the chat of a column are sent: an operator has paused neither it nor all chats (0).
NOT_PAUSED = "NOT EXISTS (SELECT 1 FROM delivery_pause p WHERE p.chat_telegram_id IN (0, {}))"

# The age in seconds of the oldest digest that should have been sent or begun, from the schedules' own times: it counts
# also what a scheduler that stands still has not begun. $1 is now.
OVERDUE_DIGESTS = f"""
SELECT count(*) AS count, coalesce(extract(epoch FROM $1::timestamptz - min(due)), 0)::float8 AS seconds FROM (
  SELECT next_run_at AS due FROM schedule WHERE enabled AND paused_at IS NULL
    AND next_run_at < $1::timestamptz - interval '{SCHEDULE_OVERDUE_MINUTES} minutes'
  UNION ALL
  SELECT r.due_at FROM schedule_run r JOIN schedule s ON s.id = r.schedule_id JOIN chat c ON c.id = s.chat_id
  WHERE (r.state = 'enqueued' OR r.state = 'rendered' AND {NOT_PAUSED.format("c.telegram_id")})
    AND r.due_at < $1::timestamptz - interval '{DIGEST_OVERDUE_MINUTES} minutes'
) overdue
"""  # noqa: S608 - constants of this module


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A check, and the kind of trouble it finds."""

    kind: str
    find: Callable[[Connection, Settings, dt.datetime], Awaitable[Trouble | None]]


async def find_waiting_locks(connection: Connection) -> Trouble | None:
    """Statements that have waited for a lock, and what holds it. Reads no table of ours, so no lock stops it."""
    row = await connection.fetchrow(
        """
        SELECT count(*) AS count, round(extract(epoch FROM clock_timestamp() - min(a.query_start)))::int AS seconds,
          (SELECT string_agg(DISTINCT 'process ' || pid || coalesce(' ' || nullif(b.application_name, ''), ''), ', ')
           FROM pg_stat_activity b WHERE b.pid = ANY(
             SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity w
             WHERE w.wait_event_type = 'Lock' AND w.datname = current_database())) AS holder
        FROM pg_stat_activity a
        WHERE a.wait_event_type = 'Lock' AND a.wait_event <> 'advisory' AND a.datname = current_database()
          AND a.query_start < clock_timestamp() - $1 * interval '1 second'
        """,
        _LOCK_SECONDS,
    )
    return Trouble("database_locked", dict(row)) if row["count"] else None


async def _unsent(connection: Connection, _: Settings, now: dt.datetime) -> Trouble | None:
    row = await connection.fetchrow(
        f"""
        SELECT count(*) AS count, extract(epoch FROM $1::timestamptz - min(since)) AS seconds,
          (array_agg(left(error, 200) ORDER BY id) FILTER (WHERE error IS NOT NULL))[1] AS error
        FROM (
          SELECT id, error, CASE WHEN attempts > 0 THEN created_at ELSE available_at END AS since
          FROM outbound_message
          WHERE state IN ('pending', 'sending') AND purpose NOT IN ('reminder', 'digest')
            AND {NOT_PAUSED.format("outbound_message.chat_telegram_id")}
        ) waiting WHERE since < $1::timestamptz - $2 * interval '1 minute'
        """,  # noqa: S608 - constants of this module
        now,
        OUTBOX_OLD_MINUTES,
    )
    if not row["count"]:
        return None
    facts = {"count": row["count"], "minutes": int(row["seconds"] // 60), "error": row["error"]}
    return Trouble("outbox_old", facts)


async def _paused(connection: Connection, _: Settings, _now: dt.datetime) -> Trouble | None:
    """An operator has paused what is sent; down when it is to all chats."""
    row = await connection.fetchrow(
        """
        SELECT count(*) AS chats, coalesce(bool_or(chat_telegram_id = 0), false) AS everybody, min(paused_at) AS since,
          (array_agg(paused_by ORDER BY chat_telegram_id <> 0, paused_at))[1] AS by,
          (SELECT count(*) FROM outbound_message o WHERE o.state = 'pending' AND EXISTS (
             SELECT 1 FROM delivery_pause q WHERE q.chat_telegram_id IN (0, o.chat_telegram_id))) AS count
        FROM delivery_pause
        """
    )
    if not row["chats"]:
        return None
    facts = {**dict(row), "since": row["since"].isoformat(timespec="minutes")}
    return Trouble("deliveries_paused", facts, worse=row["everybody"])


async def _overdue(connection: Connection, _: Settings, now: dt.datetime) -> Trouble | None:
    row = await connection.fetchrow(OVERDUE_DIGESTS, now)
    if not row["count"]:
        return None
    return Trouble("digests_overdue", {"count": row["count"], "minutes": int(row["seconds"] // 60)})


def _lost_answers(kind: str, state: str) -> RowCheck:
    async def find(connection: Connection, _: Settings, now: dt.datetime) -> Trouble | None:
        row = await connection.fetchrow(
            f"""
            SELECT count(*) AS count, (array_agg(left(error, 200) ORDER BY id DESC))[1] AS error,
              (array_agg(trace_id ORDER BY id DESC))[1] AS trace
            FROM outbound_message WHERE state = $2 AND created_at > $1::timestamptz - interval '1 day'
              AND {LOST}
            """,  # noqa: S608 - a constant of this module
            now,
            state,
        )
        return Trouble(kind, dict(row)) if row["count"] else None

    return RowCheck(kind, find)


async def _failed_digests(connection: Connection, _: Settings, now: dt.datetime) -> Trouble | None:
    """Digests of the last day that did not reach a chat which can be reached."""
    row = await connection.fetchrow(
        """
        SELECT count(*) AS count, (array_agg(r.reason ORDER BY r.due_at DESC))[1] AS reason FROM schedule_run r
        JOIN schedule s ON s.id = r.schedule_id JOIN chat c ON c.id = s.chat_id
        WHERE r.state = 'failed' AND r.due_at > $1::timestamptz - interval '1 day' AND c.blocked_at IS NULL
        """,
        now,
    )
    return Trouble("digests", dict(row)) if row["count"] else None


async def _model(connection: Connection, _: Settings, now: dt.datetime) -> Trouble | None:
    """The newest calls of the last minutes all failed."""
    rows = await connection.fetch(
        """
        SELECT state, left(error, 200) AS error FROM model_call
        WHERE state <> 'reserved' AND created_at > $1::timestamptz - $2 * interval '1 minute'
        ORDER BY id DESC LIMIT $3
        """,
        now,
        MODEL_MINUTES,
        MODEL_FAILURES,
    )
    if len(rows) < MODEL_FAILURES or any(row["state"] != "failed" for row in rows):
        return None
    return Trouble("model_away", {"count": len(rows), "error": rows[0]["error"]})


async def _budget(connection: Connection, settings: Settings, now: dt.datetime) -> Trouble | None:
    """The whole bot's cap of today stopped a call. A workspace's own cap is announced in its chats."""
    reached = await connection.fetchval(
        """
        SELECT count(*) FROM budget WHERE scope = 0 AND period = 'day' AND announced_at IS NOT NULL
          AND starts_on = ($1::timestamptz AT TIME ZONE 'UTC')::date
        """,
        now,
    )
    return Trouble("budget", {"cap_usd": settings.budget_bot_day_usd}) if reached else None


async def _dead_letters(connection: Connection, _: Settings, _now: dt.datetime) -> Trouble | None:
    row = await connection.fetchrow(
        """
        SELECT count(*) AS count, (array_agg(job_name ORDER BY dead_at DESC))[1] AS job
        FROM dead_letter WHERE resolved_at IS NULL
        """
    )
    return Trouble("dead_letters", dict(row)) if row["count"] else None


async def _backup(connection: Connection, settings: Settings, now: dt.datetime) -> Trouble | None:
    """No good backup for BACKUP_HOURS, or the last attempts failed. Unset: no backups are made and none are missed."""
    if settings.backup_hours is None:
        return None
    row = await connection.fetchrow(
        """
        SELECT (SELECT max(finished_at) FROM backup_run WHERE state = 'done') AS good,
          (SELECT min(created_at) FROM workspace) AS began
        """
    )
    tries = await connection.fetch(
        "SELECT state, left(error, 500) AS error FROM backup_run WHERE state <> 'running' ORDER BY id DESC LIMIT $1",
        _BACKUPS_FAILED_IN_A_ROW,
    )
    # A new bot is given the same time for its first backup.
    hours = int((now - (row["good"] or row["began"] or now)).total_seconds() // 3600)
    failing = len(tries) == _BACKUPS_FAILED_IN_A_ROW and all(each["state"] == "failed" for each in tries)
    if hours < settings.backup_hours and not failing:
        return None
    error = tries[0]["error"] if tries and tries[0]["state"] == "failed" else None
    return Trouble("backup", {"hours": hours, "ever": row["good"] is not None, "error": error})


async def _unreached(connection: Connection, _: Settings, _now: dt.datetime) -> Trouble | None:
    """Owners whose own chat cannot be reached; other members' chats are reported to their owner by the digests."""
    row = await connection.fetchrow(
        """
        SELECT count(*) AS count, max(c.blocked_at) AS latest FROM chat c JOIN member m ON m.id = c.member_id
        WHERE m.is_owner AND c.kind = 'private' AND c.blocked_at IS NOT NULL AND c.id IN (
          SELECT chat_id FROM schedule WHERE enabled AND paused_at IS NOT NULL)
        """
    )
    if not row["count"]:
        return None
    return Trouble("unreached", {"count": row["count"], "latest": row["latest"].isoformat()})


ROW_CHECKS = (
    RowCheck("outbox_old", _unsent),
    RowCheck("deliveries_paused", _paused),
    RowCheck("digests_overdue", _overdue),
    _lost_answers("failed_answers", "failed"),
    _lost_answers("unknown_answers", "unknown"),
    RowCheck("digests", _failed_digests),
    RowCheck("model_away", _model),
    RowCheck("budget", _budget),
    RowCheck("dead_letters", _dead_letters),
    RowCheck("backup", _backup),
    RowCheck("unreached", _unreached),
)
