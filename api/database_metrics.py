"""Metrics rows: what PostgreSQL knows of latency, errors, deliveries, digests and money, each from a bounded look."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric

from models.console.postgres_pool import Connection

# Latest rows that one look reads at most: a scrape costs the same on a busy day.
_LOOK = 20_000


@dataclass(frozen=True, slots=True)
class Look:
    """One metric: a statement that answers with the labels' values first and the number last.

    `$1` is now. A statement without a row, or with an empty number, gives no sample.
    """

    name: str
    meaning: str
    statement: str
    labels: Sequence[str] = ()


_QUANTILES = """
SELECT q::text, percentile_cont(q) WITHIN GROUP (ORDER BY seconds)
FROM ({source}) AS latest, unnest(ARRAY[0.5, 0.95, 0.99]) AS q GROUP BY q
"""

LOOKS = (
    Look(
        "planner_answer_seconds",
        "From an update's arrival to its effect, last 5 minutes",
        _QUANTILES.format(
            source=f"""SELECT extract(epoch FROM handled_at - received_at) AS seconds FROM inbound_update
            WHERE handled_at > $1::timestamptz - interval '5 minutes' ORDER BY handled_at DESC LIMIT {_LOOK}"""  # noqa: S608
        ),
        ("quantile",),
    ),
    Look(
        "planner_updates_handled_5m",
        "Updates that had their effect in the last 5 minutes",
        "SELECT outcome, count(*) FROM inbound_update WHERE handled_at > $1::timestamptz - interval '5 minutes' GROUP BY 1",
        ("outcome",),
    ),
    Look(
        "planner_job_attempts_5m",
        "Attempts that began in the last 5 minutes, by job and what became of them",
        "SELECT job_name, state, count(*) FROM job_run WHERE started_at > $1::timestamptz - interval '5 minutes' GROUP BY 1, 2",
        ("job", "state"),
    ),
    Look(
        "planner_dead_letters",
        "Jobs that were given up and wait for a person",
        "SELECT count(*) FROM dead_letter WHERE resolved_at IS NULL",
    ),
    Look(
        "planner_deliveries_1h",
        "Messages of the last hour, by what became of them",
        "SELECT state, count(*) FROM outbound_message WHERE created_at > $1::timestamptz - interval '1 hour' GROUP BY 1",
        ("state",),
    ),
    Look(
        "planner_outbox_oldest_seconds",
        "How long the oldest message that is due has not been sent",
        """SELECT coalesce(extract(epoch FROM $1::timestamptz - min(available_at)), 0) FROM outbound_message
           WHERE state IN ('pending', 'sending') AND available_at <= $1::timestamptz""",
    ),
    Look(
        "planner_digest_lateness_seconds",
        "From a digest's time to its arrival at Telegram, last day",
        _QUANTILES.format(
            source=f"""SELECT extract(epoch FROM sent_at - due_at) AS seconds FROM schedule_run
            WHERE state = 'sent' AND due_at > $1::timestamptz - interval '1 day' ORDER BY due_at DESC LIMIT {_LOOK}"""  # noqa: S608
        ),
        ("quantile",),
    ),
    Look(
        "planner_digests_1d",
        "Digests of the last day, by what became of them",
        "SELECT state, count(*) FROM schedule_run WHERE due_at > $1::timestamptz - interval '1 day' GROUP BY 1",
        ("state",),
    ),
    Look(
        "planner_digest_overdue_seconds",
        "How long the oldest digest that is due and not yet sent has been due",
        """SELECT coalesce(extract(epoch FROM $1::timestamptz - min(due_at)), 0) FROM schedule_run
           WHERE state IN ('enqueued', 'rendered') AND due_at <= $1::timestamptz""",
    ),
    Look(
        "planner_cost_usd_today",
        "What the models cost today (UTC), all workspaces",
        """SELECT coalesce(sum(spent_micros + reserved_micros), 0) / 1e6 FROM budget
           WHERE scope = 0 AND period = 'day' AND starts_on = ($1::timestamptz AT TIME ZONE 'UTC')::date""",
    ),
    Look(
        "planner_model_calls_1h",
        "Calls to a model in the last hour, by purpose and what became of them",
        "SELECT purpose, state, count(*) FROM model_call WHERE created_at > $1::timestamptz - interval '1 hour' GROUP BY 1, 2",
        ("purpose", "state"),
    ),
    Look(
        "planner_backup_age_seconds",
        "Age of the last good backup; missing where there was none",
        "SELECT extract(epoch FROM $1::timestamptz - max(finished_at)) FROM backup_run WHERE state = 'done'",
    ),
    Look(
        "planner_alert_open",
        "1 for each trouble the owner was told of and that is not over",
        "SELECT kind, 1 FROM alert WHERE over_at IS NULL",
        ("kind",),
    ),
    Look("planner_database_bytes", "Size of the database", "SELECT pg_database_size(current_database())"),
)


async def read_looks(connection: Connection, now: dt.datetime) -> list[Metric]:
    """All metrics as of `now`. Raises asyncpg.PostgresError."""
    return [_metric(look, await _rows(connection, look, now)) for look in LOOKS]


async def _rows(connection: Connection, look: Look, now: dt.datetime) -> list[Any]:
    given = (now,) if "$1" in look.statement else ()
    return list(await connection.fetch(look.statement, *given))


def _metric(look: Look, rows: list[Any]) -> Metric:
    metric = GaugeMetricFamily(look.name, look.meaning, labels=list(look.labels))
    for labels, value in _samples(rows):
        metric.add_metric(labels, value)
    return metric


def _samples(rows: list[Any]) -> Iterator[tuple[list[str], float]]:
    for *labels, value in rows:
        if value is not None:
            yield [str(label) for label in labels], float(value)
