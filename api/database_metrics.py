"""Metrics that are read from PostgreSQL: dead letters, deliveries, digests and cost, each by a bounded query."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric

from models.console.postgres_pool import Connection
from models.health.row_checks import LOST, OVERDUE_DIGESTS

# The most rows that one metric reads: a scrape costs the same on a busy day.
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class DatabaseMetric:
    """One gauge: a statement that returns the label values first and the number last.

    `$1` is now. A statement without rows, or with a null number, gives no sample.
    """

    name: str
    meaning: str
    statement: str
    labels: Sequence[str] = ()


DATABASE_METRICS = (
    DatabaseMetric(
        "planner_dead_letters",
        "Open dead letters",
        "SELECT count(*) FROM dead_letter WHERE resolved_at IS NULL",
    ),
    DatabaseMetric(
        "planner_answers_lost_last_day",
        "Messages of the last day that Telegram refused (failed) or that may not have arrived (unknown), digests left out",
        f"""SELECT end_state, (SELECT count(*) FROM outbound_message
              WHERE state = end_state AND created_at > $1::timestamptz - interval '1 day' AND {LOST})
            FROM unnest(ARRAY['failed', 'unknown']) AS end_state""",  # noqa: S608 - a constant
        ("state",),
    ),
    DatabaseMetric(
        "planner_deliveries_paused",
        "Chats to which nothing is sent because an operator paused them; 1 more for a pause of all",
        "SELECT count(*) FROM delivery_pause",
    ),
    DatabaseMetric(
        "planner_outbox_oldest_seconds",
        "Age of the oldest due message that has not been sent",
        """SELECT coalesce(extract(epoch FROM $1::timestamptz - min(available_at)), 0) FROM outbound_message
           WHERE state IN ('pending', 'sending') AND available_at <= $1::timestamptz""",
    ),
    DatabaseMetric(
        "planner_digest_lateness_max_seconds",
        "The longest time from a digest's time to its arrival at Telegram, last day",
        f"""SELECT max(extract(epoch FROM sent_at - due_at)) FROM (
              SELECT sent_at, due_at FROM schedule_run WHERE state = 'sent' AND due_at > $1::timestamptz - interval '1 day'
              ORDER BY due_at DESC LIMIT {_MOST_ROWS}) latest""",  # noqa: S608 - a constant
    ),
    DatabaseMetric(
        "planner_digests_last_day",
        "Digests of the last day, by state",
        "SELECT state, count(*) FROM schedule_run WHERE due_at > $1::timestamptz - interval '1 day' GROUP BY 1",
        ("state",),
    ),
    DatabaseMetric(
        "planner_digest_overdue_seconds",
        "Age of the oldest digest that is overdue, from the schedules' own times; 0: none",
        f"SELECT seconds FROM ({OVERDUE_DIGESTS}) found",  # noqa: S608 - a constant
    ),
    DatabaseMetric(
        "planner_cost_usd_today",
        "What the models cost today (UTC), all workspaces",
        """SELECT coalesce(sum(spent_micros + reserved_micros), 0) / 1e6 FROM budget
           WHERE scope = 0 AND period = 'day' AND starts_on = ($1::timestamptz AT TIME ZONE 'UTC')::date""",
    ),
    DatabaseMetric(
        "planner_model_calls_last_hour",
        "Calls to a model in the last hour, by purpose and state",
        "SELECT purpose, state, count(*) FROM model_call WHERE created_at > $1::timestamptz - interval '1 hour' GROUP BY 1, 2",
        ("purpose", "state"),
    ),
    DatabaseMetric(
        "planner_backup_age_seconds",
        "Age of the last good backup; missing where there was none",
        "SELECT extract(epoch FROM $1::timestamptz - max(finished_at)) FROM backup_run WHERE state = 'done'",
    ),
    DatabaseMetric(
        "planner_alert_open",
        "1 for each open problem that the owner was notified of",
        "SELECT kind, 1 FROM alert WHERE over_at IS NULL",
        ("kind",),
    ),
    DatabaseMetric(
        "planner_database_bytes", "Size of the database", "SELECT pg_database_size(current_database())"
    ),
)


async def read_database_metrics(connection: Connection, now: dt.datetime) -> list[Metric]:
    """All metrics as of `now`. Raises asyncpg.PostgresError."""
    return [_gauge(metric, await _rows(connection, metric, now)) for metric in DATABASE_METRICS]


async def _rows(connection: Connection, metric: DatabaseMetric, now: dt.datetime) -> list[Any]:
    given = (now,) if "$1" in metric.statement else ()
    return list(await connection.fetch(metric.statement, *given))


def _gauge(metric: DatabaseMetric, rows: list[Any]) -> Metric:
    gauge = GaugeMetricFamily(metric.name, metric.meaning, labels=list(metric.labels))
    for labels, value in _samples(rows):
        gauge.add_metric(labels, value)
    return gauge


def _samples(rows: list[Any]) -> Iterator[tuple[list[str], float]]:
    for *labels, value in rows:
        if value is not None:
            yield [str(label) for label in labels], float(value)
