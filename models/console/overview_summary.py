"""What the overview's first lines say from the rows: open alerts, the last backup, failures by kind, digests of the day."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection

_KINDS = 10


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A kind of trouble that the owner was notified of and that is not over."""

    kind: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class FailureKind:
    """Jobs of the last hour whose last attempt failed, by job and kind of error."""

    job_name: str
    error_kind: str
    count: int


@dataclass(frozen=True, slots=True)
class OverviewSummary:
    """`digests` counts schedules by the state of their last run, of those whose last run was due in the last day."""

    alerts: list[OpenAlert]
    last_backup: dt.datetime | None
    failures: list[FailureKind]
    digests: dict[str, int]


async def load_overview_summary(connection: Connection, now: dt.datetime) -> OverviewSummary:
    """The summary at `now`. Raises asyncpg.PostgresError."""
    alerts = await connection.fetch(
        "SELECT kind, since FROM alert WHERE over_at IS NULL ORDER BY since LIMIT 50"
    )
    failures = await connection.fetch(_FAILURES, now - dt.timedelta(hours=1), _KINDS)
    digests = await connection.fetch(_DIGESTS, now - dt.timedelta(days=1))
    return OverviewSummary(
        alerts=[OpenAlert(**dict(row)) for row in alerts],
        last_backup=await connection.fetchval("SELECT max(finished_at) FROM backup_run WHERE state = 'done'"),
        failures=[FailureKind(**dict(row)) for row in failures],
        digests={row["state"]: row["count"] for row in digests},
    )


_FAILURES = """
SELECT r.job_name, left(split_part(coalesce(r.error, 'worker died'), ':', 1), 100) AS error_kind, count(*) AS count
FROM job_run r WHERE r.state IN ('retry', 'dead', 'lost') AND r.started_at >= $1
  AND NOT EXISTS (SELECT 1 FROM job_run l WHERE l.job_id = r.job_id AND l.id > r.id)
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT $2
"""
_DIGESTS = """
SELECT r.state, count(*) AS count FROM schedule s
JOIN LATERAL (SELECT state, due_at FROM schedule_run WHERE schedule_id = s.id ORDER BY local_on DESC LIMIT 1) r ON true
WHERE r.due_at > $1 GROUP BY 1
"""
