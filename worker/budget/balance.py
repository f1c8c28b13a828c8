"""Moves the budget rows together and in one order, so that no cap is passed and nobody deadlocks."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.database import scalar
from models.tables.budget import Budget
from worker.budget.caps import Bucket, Caps, buckets


class CapReachedError(Exception):
    """`bucket` has no room for what is to be reserved; raised inside the transaction, which rolls back."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__(f"no room in the {bucket.period}")
        self.bucket = bucket


@dataclass(slots=True)
class _Move:
    reserved: int = 0
    spent: int = 0


class BalanceChanges:
    """Changes of several buckets, added up first and applied once, ordered by bucket."""

    def __init__(self) -> None:
        self._moves: defaultdict[Bucket, _Move] = defaultdict(_Move)
        self._guarded: set[Bucket] = set()

    def hold(self, workspace_id: int, moment: dt.datetime, micros: int) -> None:
        """Reserve `micros` in the buckets of that moment; `apply` will refuse to pass their caps."""
        for bucket in buckets(workspace_id, moment):
            self._moves[bucket].reserved += micros
            self._guarded.add(bucket)

    def close(self, workspace_id: int, moment: dt.datetime, *, held: int, cost: int) -> None:
        """Free what was held in the buckets of that moment and count `cost` as spent there."""
        for bucket in buckets(workspace_id, moment):
            self._moves[bucket].reserved -= held
            self._moves[bucket].spent += cost

    async def apply(self, session: AsyncSession, caps: Caps | None = None) -> None:
        """Write all changes. Raises CapReachedError when a guarded bucket would pass its cap."""
        for bucket in sorted(self._moves):
            guarded = caps is not None and bucket in self._guarded
            await _apply(
                session, bucket, self._moves[bucket], caps.cap_of(bucket) if guarded and caps else None
            )


async def _apply(session: AsyncSession, bucket: Bucket, move: _Move, cap: int | None) -> None:
    """One upsert: the row lock makes concurrent reservations queue, and each sees what the one before held."""
    row = insert(Budget).values(
        scope=bucket.scope,
        period=bucket.period,
        starts_on=bucket.starts_on,
        reserved_micros=max(0, move.reserved),
        spent_micros=move.spent,
    )
    reserved = col(Budget.reserved_micros) + move.reserved
    spent = col(Budget.spent_micros) + move.spent
    if cap is not None and move.reserved + move.spent > cap:
        raise CapReachedError(bucket)
    changed = row.on_conflict_do_update(
        index_elements=["scope", "period", "starts_on"],
        set_={"reserved_micros": reserved, "spent_micros": spent},
        where=None if cap is None else reserved + spent <= cap,
    )
    if await scalar(session, changed.returning(col(Budget.scope))) is None:
        raise CapReachedError(bucket)


async def read_buckets(session: AsyncSession, wanted: tuple[Bucket, ...]) -> dict[Bucket, tuple[int, int]]:
    """Reserved and spent micro-dollars of the buckets that have a row."""
    keys = [
        and_(
            col(Budget.scope) == b.scope, col(Budget.period) == b.period, col(Budget.starts_on) == b.starts_on
        )
        for b in wanted
    ]
    rows = (await session.exec(select(Budget).where(or_(*keys)))).all()
    found = {(row.scope, row.period, row.starts_on): (row.reserved_micros, row.spent_micros) for row in rows}
    return {bucket: found[*bucket] for bucket in wanted if bucket in found}


async def claim_announcement(session: AsyncSession, bucket: Bucket, now: dt.datetime) -> bool:
    """Whether nobody has announced this bucket's cap before; from now on somebody has."""
    row = insert(Budget).values(
        scope=bucket.scope,
        period=bucket.period,
        starts_on=bucket.starts_on,
        reserved_micros=0,
        spent_micros=0,
        announced_at=now,
    )
    claimed = row.on_conflict_do_update(
        index_elements=["scope", "period", "starts_on"],
        set_={"announced_at": now},
        where=col(Budget.announced_at).is_(None),
    )
    return await scalar(session, claimed.returning(col(Budget.scope))) is not None
