"""How accurate the estimates of finished tasks were, week by week."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection


@dataclass(frozen=True, slots=True)
class WeeklyEstimateScore:
    """Tasks done in a week (UTC, from Monday) with an estimate and an actual time.

    `in_range` is the share whose actual time was between low and high, `error` the median relative error,
    `constant_error` the median relative error if every estimate were 60 minutes.
    """

    week_on: dt.date
    tasks: int
    in_range: float | None
    error: float
    constant_error: float


async def weekly_estimate_scores(
    connection: Connection, now: dt.datetime, *, weeks: int = 26
) -> list[WeeklyEstimateScore]:
    """The last weeks, newest first; weeks without such tasks are left out."""
    rows = await connection.fetch(_SCORES, now - dt.timedelta(weeks=weeks))
    return [WeeklyEstimateScore(**dict(row)) for row in rows]


_SCORES = """
SELECT date_trunc('week', done_at AT TIME ZONE 'UTC')::date AS week_on, count(*) AS tasks,
  (avg((actual_minutes BETWEEN estimate_low AND estimate_high)::int)
    FILTER (WHERE estimate_low IS NOT NULL AND estimate_high IS NOT NULL))::float8 AS in_range,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(estimate_minutes - actual_minutes)::float8 / actual_minutes) AS error,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(60 - actual_minutes)::float8 / actual_minutes) AS constant_error
FROM task
WHERE status = 'done' AND done_at >= $1 AND estimate_minutes IS NOT NULL AND actual_minutes IS NOT NULL
GROUP BY 1 ORDER BY 1 DESC
"""
