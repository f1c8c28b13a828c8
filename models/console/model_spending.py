"""What the models cost by day, purpose, model and business, and the use of the budgets."""

import datetime as dt
from dataclasses import dataclass

from models.console.postgres_pool import Connection

SPENDING_DAYS = 30


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """Calls, tokens and micro-dollars of one day, purpose, model or business."""

    name: str
    calls: int
    tokens_in: int
    tokens_out: int
    micros: int


@dataclass(frozen=True, slots=True)
class BudgetUsage:
    """The use of one budget in one period. `scope` is "whole bot" or a workspace's name; money is in micro-dollars."""

    scope: str
    period: str
    starts_on: dt.date
    spent_micros: int
    reserved_micros: int


@dataclass(frozen=True, slots=True)
class ModelSpending:
    """The last 30 days (UTC), and the current budget periods."""

    days: list[SpendingRow]
    purposes: list[SpendingRow]
    models: list[SpendingRow]
    businesses: list[SpendingRow]
    budgets: list[BudgetUsage]


async def load_model_spending(connection: Connection, now: dt.datetime) -> ModelSpending:
    """The spending up to `now`. A call about tasks of several businesses is split evenly between them."""
    since = dt.datetime.combine(now.date() - dt.timedelta(days=SPENDING_DAYS - 1), dt.time(), dt.UTC)
    found = {
        name: [SpendingRow(**dict(row)) for row in await connection.fetch(_BY.format(column), since)]
        for name, column in _COLUMNS.items()
    }
    businesses = [SpendingRow(**dict(row)) for row in await connection.fetch(_BY_BUSINESS, since)]
    budgets = [BudgetUsage(**dict(row)) for row in await connection.fetch(_BUDGETS, now.date())]
    return ModelSpending(
        _every_day(found["days"], now.date()), found["purposes"], found["models"], businesses, budgets
    )


def _every_day(days: list[SpendingRow], today: dt.date) -> list[SpendingRow]:
    """All days, also those without a call, oldest first."""
    known = {day.name: day for day in days}
    names = [(today - dt.timedelta(days=back)).isoformat() for back in range(SPENDING_DAYS - 1, -1, -1)]
    return [known.get(name, SpendingRow(name, 0, 0, 0, 0)) for name in names]


_COLUMNS = {
    "days": "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    "purposes": "purpose",
    "models": "model",
}
_SUMS = (
    "count(*) AS calls, sum(tokens_in)::bigint AS tokens_in, sum(tokens_out)::bigint AS tokens_out, "
    "sum(cost_micros)::bigint AS micros"
)
_BY = f"""
SELECT {{}} AS name, {_SUMS} FROM model_call
WHERE created_at >= $1 AND state <> 'reserved' GROUP BY 1 ORDER BY micros DESC, 1 LIMIT 100
"""  # noqa: S608 - constants of this module
_BY_BUSINESS = """
WITH call AS (
  SELECT id, trace_id, workspace_id, tokens_in, tokens_out, cost_micros FROM model_call
  WHERE created_at >= $1 AND state <> 'reserved'
), touched AS (
  SELECT DISTINCT call.id, t.business_id FROM call
  JOIN operation o ON o.trace_id = call.trace_id AND o.workspace_id = call.workspace_id
  JOIN task_event e ON e.operation_id = o.id JOIN task t ON t.id = e.task_id
), shared AS (
  SELECT id, business_id, count(*) OVER (PARTITION BY id) AS businesses FROM touched
)
SELECT coalesce(b.name, 'no business') AS name, count(*) AS calls,
  sum(call.tokens_in / coalesce(s.businesses, 1))::bigint AS tokens_in,
  sum(call.tokens_out / coalesce(s.businesses, 1))::bigint AS tokens_out,
  round(sum(call.cost_micros::numeric / coalesce(s.businesses, 1)))::bigint AS micros
FROM call LEFT JOIN shared s ON s.id = call.id LEFT JOIN business b ON b.id = s.business_id
GROUP BY b.id, b.name ORDER BY micros DESC, 1 LIMIT 100
"""
_BUDGETS = """
SELECT coalesce(w.name, 'whole bot') AS scope, b.period, b.starts_on, b.spent_micros, b.reserved_micros
FROM budget b LEFT JOIN workspace w ON w.id = b.scope
WHERE (b.period = 'day' AND b.starts_on = $1) OR (b.period = 'month' AND b.starts_on = date_trunc('month', $1)::date)
ORDER BY b.scope, b.period LIMIT 100
"""
