"""What happened over the last hours or days, in equal spans of time, for charts."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection

# The hours that a chart may cover, and the minutes of one of its bars.
CHART_SPANS = {1: 1, 24: 15, 72: 60, 720: 720}


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One chart: its values, oldest first. `unit` is "count", or "seconds" of a median or a percentile."""

    name: str
    unit: str
    values: list[float]


@dataclass(frozen=True, slots=True)
class Charts:
    """All charts of a span. Bar n begins at `since` + n * `bar_minutes`; the last one ends now (UTC)."""

    hours: int
    bar_minutes: int
    since: dt.datetime
    until: dt.datetime
    series: list[ChartSeries]


async def load_charts(connection: Connection, hours: int, now: dt.datetime) -> Charts:
    """The charts of the last hours, one of CHART_SPANS; what the history no longer holds counts as none.

    Raises KeyError for other hours.
    """
    minutes = CHART_SPANS[hours]
    bars, since = hours * 60 // minutes, now - dt.timedelta(hours=hours)
    series: list[ChartSeries] = []
    for statement, columns in _SOURCES:
        rows = await connection.fetch(statement, since, minutes * 60, now)
        for column, (name, unit) in columns.items():
            values = [0.0] * bars
            for row in rows:
                if 0 <= row["bar"] < bars:
                    values[row["bar"]] = round(float(row[column] or 0), 3)
            series.append(ChartSeries(name, unit, values))
    return Charts(hours, minutes, since, now, series)


_BAR = "floor(extract(epoch FROM {} - $1::timestamptz) / $2::int)::int AS bar"
_UPDATES = f"""
SELECT {_BAR.format("handled_at")}, count(*) AS handled,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM handled_at - received_at)) AS middle,
  percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM handled_at - received_at)) AS slow
FROM inbound_update WHERE handled_at >= $1::timestamptz AND handled_at < $3::timestamptz GROUP BY 1
"""  # noqa: S608 - constants of this module
_JOBS = f"""
SELECT {_BAR.format("started_at")}, count(*) FILTER (WHERE state = 'done') AS done,
  count(*) FILTER (WHERE state IN ('retry', 'dead', 'lost')) AS failed
FROM job_run WHERE started_at >= $1::timestamptz AND started_at < $3::timestamptz GROUP BY 1
"""  # noqa: S608 - constants of this module
_MESSAGES = f"""
SELECT {_BAR.format("created_at")}, count(*) FILTER (WHERE state = 'sent') AS sent,
  count(*) FILTER (WHERE state IN ('failed', 'unknown')) AS lost
FROM outbound_message WHERE created_at >= $1::timestamptz AND created_at < $3::timestamptz GROUP BY 1
"""  # noqa: S608 - constants of this module
_SOURCES = (
    (
        _UPDATES,
        {
            "handled": ("Messages handled", "count"),
            "middle": ("Arrival to effect, median", "seconds"),
            "slow": ("Arrival to effect, 95 %", "seconds"),
        },
    ),
    (_JOBS, {"done": ("Jobs done", "count"), "failed": ("Attempts failed", "count")}),
    (
        _MESSAGES,
        {"sent": ("Messages sent", "count"), "lost": ("Messages refused or uncertain", "count")},
    ),
)
