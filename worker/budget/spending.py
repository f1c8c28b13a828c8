"""The numbers that /usage shows for one workspace."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import Database
from models.tables.model_call import ModelCall
from worker.budget.balance import read_buckets
from worker.budget.caps import Caps, buckets, next_start


@dataclass(frozen=True, slots=True)
class PeriodSpending:
    """One period of one workspace, in micro-dollars. `reserved` are calls under way."""

    spent: int
    reserved: int
    cap: int | None
    starts_on: dt.date
    resets_on: dt.date


@dataclass(frozen=True, slots=True)
class PurposeSpending:
    """What one purpose used this month: calls that were made, tokens, micro-dollars."""

    purpose: str
    calls: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    micros: int


@dataclass(frozen=True, slots=True)
class Spending:
    """A workspace's day, its month, and the month by purpose, dearest first."""

    day: PeriodSpending
    month: PeriodSpending
    purposes: tuple[PurposeSpending, ...]


async def usage(
    database: Database, workspace_id: int, now: dt.datetime, *, caps: Caps | None = None
) -> Spending:
    """The numbers for /usage. With `caps`, each period also carries its cap."""
    async with database.transaction() as session:
        return await spending_of(session, workspace_id, now, caps=caps)


async def spending_of(
    session: AsyncSession, workspace_id: int, now: dt.datetime, *, caps: Caps | None = None
) -> Spending:
    """The same, in the caller's transaction."""
    _, day, month = buckets(workspace_id, now)
    state = await read_buckets(session, (day, month))
    rows = (await session.execute(_by_purpose(workspace_id, month.starts_on))).all()
    periods = []
    for bucket in (day, month):
        reserved, spent = state.get(bucket, (0, 0))
        cap = caps.cap_of(bucket) if caps else None
        periods.append(PeriodSpending(spent, reserved, cap, bucket.starts_on, next_start(bucket)))
    purposes = tuple(PurposeSpending(row[0], *(int(number) for number in row[1:])) for row in rows)
    return Spending(day=periods[0], month=periods[1], purposes=purposes)


def _by_purpose(workspace_id: int, since: dt.date) -> Select[*tuple[Any, ...]]:
    first_instant = dt.datetime.combine(since, dt.time(), dt.UTC)
    return (
        select(
            col(ModelCall.purpose),
            func.count(),
            func.sum(col(ModelCall.tokens_in)),
            func.sum(col(ModelCall.tokens_cached)),
            func.sum(col(ModelCall.tokens_out)),
            func.sum(col(ModelCall.cost_micros)),
        )
        .where(col(ModelCall.workspace_id) == workspace_id, col(ModelCall.created_at) >= first_instant)
        .where(or_(col(ModelCall.state) == "settled", col(ModelCall.cost_micros) > 0))
        .group_by(col(ModelCall.purpose))
        .order_by(func.sum(col(ModelCall.cost_micros)).desc(), col(ModelCall.purpose))
    )
