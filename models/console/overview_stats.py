"""The overview's numbers from PostgreSQL, each from a bounded query."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection
from models.health.row_checks import LOST

# The window of rates and latencies, and the most attempts that are read for them.
WINDOW = dt.timedelta(hours=1)
_MOST_ATTEMPTS = 20_000


@dataclass(frozen=True, slots=True)
class JobLatency:
    """One job's last hour. Milliseconds: `wait` from enqueueing to start, `run` from start to end."""

    name: str
    attempts: int
    failed: int
    wait_p50: float
    wait_p95: float
    wait_p99: float
    run_p50: float
    run_p95: float
    run_p99: float


@dataclass(frozen=True, slots=True)
class DatabaseStats:
    """Counters of the current rows. Ages are in seconds; None: nothing waits."""

    running: int
    dead_letters: int
    unsent: int
    unsent_age: float | None
    failed_last_day: int
    unknown_last_day: int
    failed_last_hour: int
    cost_today_micros: int
    reserved_micros: int
    database_bytes: int
    database_connections: int
    database_max_connections: int
    database_version: str


async def load_database_stats(connection: Connection, now: dt.datetime) -> DatabaseStats:
    """The current counters."""
    row = await connection.fetchrow(_COUNTERS, now, now - WINDOW, now - dt.timedelta(days=1), now.date())
    return DatabaseStats(**dict(row))


async def load_job_latencies(connection: Connection, now: dt.datetime) -> list[JobLatency]:
    """Latency percentiles by job over the last hour, or its newest 20,000 attempts; the busiest first."""
    return [JobLatency(**dict(row)) for row in await connection.fetch(_LATENCIES, now - WINDOW)]


async def jobs_done_per_minute(connection: Connection, now: dt.datetime) -> dict[str, list[int]]:
    """For each job of the last hour, the successful attempts in each of its 60 minutes, oldest first."""
    rows = await connection.fetch(_PER_MINUTE, now, now - WINDOW)
    minutes: dict[str, list[int]] = {}
    for row in rows:
        if 0 <= row["minute"] < 60:
            minutes.setdefault(row["job_name"], [0] * 60)[59 - row["minute"]] += row["done"]
    return minutes


_COUNTERS = f"""
SELECT
  (SELECT count(*) FROM job_run WHERE state = 'running') AS running,
  (SELECT count(*) FROM dead_letter WHERE resolved_at IS NULL) AS dead_letters,
  (SELECT count(*) FROM outbound_message WHERE state IN ('pending', 'sending')) AS unsent,
  (SELECT extract(epoch FROM $1 - min(created_at))::float8 FROM outbound_message
    WHERE state IN ('pending', 'sending')) AS unsent_age,
  (SELECT count(*) FROM outbound_message WHERE state = 'failed' AND created_at > $3 AND {LOST}) AS failed_last_day,
  (SELECT count(*) FROM outbound_message WHERE state = 'unknown' AND created_at > $3 AND {LOST}) AS unknown_last_day,
  (SELECT count(*) FROM job_run r
    WHERE r.state IN ('retry', 'dead', 'lost') AND r.started_at >= $2
      AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)) AS failed_last_hour,
  coalesce((SELECT sum(spent_micros) FROM budget
    WHERE scope = 0 AND period = 'day' AND starts_on = $4), 0)::bigint AS cost_today_micros,
  coalesce((SELECT sum(reserved_micros) FROM budget
    WHERE scope = 0 AND period = 'day' AND starts_on = $4), 0)::bigint AS reserved_micros,
  pg_database_size(current_database()) AS database_bytes,
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())::int AS database_connections,
  current_setting('max_connections')::int AS database_max_connections,
  split_part(current_setting('server_version'), ' ', 1) AS database_version
"""  # noqa: S608 - a constant

_LATENCIES = f"""
WITH recent AS (
  SELECT job_name, state,
    greatest(0, extract(epoch FROM started_at - enqueued_at) * 1000)::float8 AS wait,
    (extract(epoch FROM finished_at - started_at) * 1000)::float8 AS run
  FROM job_run WHERE started_at >= $1 ORDER BY started_at DESC LIMIT {_MOST_ATTEMPTS}
)
SELECT job_name AS name, count(*) AS attempts,
  count(*) FILTER (WHERE state IN ('retry', 'dead', 'lost')) AS failed,
  coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY wait), 0) AS wait_p50,
  coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY wait), 0) AS wait_p95,
  coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY wait), 0) AS wait_p99,
  coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY run), 0) AS run_p50,
  coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY run), 0) AS run_p95,
  coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY run), 0) AS run_p99
FROM recent GROUP BY job_name ORDER BY attempts DESC, name LIMIT 30
"""  # noqa: S608 - a constant of this module

_PER_MINUTE = """
SELECT job_name, floor(extract(epoch FROM $1 - finished_at) / 60)::int AS minute, count(*) AS done
FROM job_run WHERE started_at >= $2 AND state = 'done' GROUP BY 1, 2
"""
