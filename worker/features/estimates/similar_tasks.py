"""SQL of the completed tasks of the same business whose titles are nearest to a new one's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.embedding import DIMENSIONS

NEIGHBOURS = 15
# Of the last tasks so many are estimated again from the ones before them, to see how wide a range must be.
_BACKTESTS, _BACKTEST_NEIGHBOURS = 40, 15
# Backtests look among so many: all 10,000 of a large business would take 250 ms, and the old ones weigh nothing.
_RECENT = 500

# Invariant I8: workspace, business and model are equality conditions of every search. The join drops samples
# that have changed since they were stored: only a done task of that very business with that very actual counts.
_NEAREST = """
    SELECT near.task_id, t.number, near.actual_minutes, near.done_at, 1 - near.distance AS likeness
    FROM (
        SELECT task_id, actual_minutes, done_at, embedding <=> :vector AS distance
        FROM estimate_sample
        WHERE workspace_id = :workspace AND business_id = :business AND model = :model AND task_id <> :task
        ORDER BY distance, task_id LIMIT :count
    ) AS near
    JOIN task t ON t.id = near.task_id AND t.workspace_id = :workspace AND t.status = 'done'
        AND coalesce(t.business_id, 0) = :business AND t.actual_minutes = near.actual_minutes
    ORDER BY near.distance, near.task_id
"""
_BACKTEST_QUERY = """
    WITH recent AS MATERIALIZED (
        SELECT task_id, actual_minutes, done_at, embedding FROM estimate_sample
        WHERE workspace_id = :workspace AND business_id = :business AND model = :model
        ORDER BY done_at DESC, task_id DESC LIMIT :recent
    )
    SELECT later.task_id, later.actual_minutes, later.done_at,
           near.task_id, near.actual_minutes, near.done_at, 1 - near.distance
    FROM (SELECT * FROM recent ORDER BY done_at DESC, task_id DESC LIMIT :backtests) AS later
    CROSS JOIN LATERAL (
        SELECT e.task_id, e.actual_minutes, e.done_at, e.embedding <=> later.embedding AS distance
        FROM recent e
        WHERE (e.done_at, e.task_id) < (later.done_at, later.task_id)
        ORDER BY distance, e.task_id LIMIT :count
    ) AS near
    ORDER BY later.done_at, later.task_id, near.distance, near.task_id
"""
_MISSING_SAMPLE = """
    SELECT EXISTS (
        SELECT 1 FROM estimate_sample e
        WHERE e.workspace_id = :workspace AND e.business_id = :business AND e.model = :other AND NOT EXISTS (
            SELECT 1 FROM estimate_sample p WHERE p.task_id = e.task_id AND p.model = :model))
"""
_VECTOR = bindparam("vector", type_=HALFVEC(DIMENSIONS))


@dataclass(frozen=True, slots=True)
class SampleScope:
    """What may be searched: one business of one workspace (0: private tasks), one model's vectors."""

    workspace_id: int
    business_id: int
    model: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A completed task: what it took, when it was done, how like the new one it is (cosine, at most 1)."""

    task_id: int
    actual_minutes: int
    done_at: dt.datetime
    likeness: float
    number: int = 0


@dataclass(frozen=True, slots=True)
class Backtest:
    """A completed task and the neighbours it had before it was done."""

    actual_minutes: int
    done_at: dt.datetime
    neighbours: list[Neighbour]


async def nearest_tasks(
    session: AsyncSession,
    place: SampleScope,
    vector: Sequence[float],
    *,
    task_id: int = 0,
    count: int = NEIGHBOURS,
) -> list[Neighbour]:
    """The nearest completed tasks of that place, the nearest first; `task_id` itself is excluded."""
    values = {
        "vector": list(vector),
        "workspace": place.workspace_id,
        "business": place.business_id,
        "model": place.model,
        "task": task_id,
        "count": count,
    }
    found = await session.execute(text(_NEAREST).bindparams(_VECTOR), values)
    return [Neighbour(row[0], row[2], row[3], float(row[4]), row[1]) for row in found.all()]


async def has_all_samples(session: AsyncSession, place: SampleScope, other: str) -> bool:
    """Whether every completed task of the place that has a vector of the `other` model has one of the place's too."""
    values = {
        "workspace": place.workspace_id,
        "business": place.business_id,
        "model": place.model,
        "other": other,
    }
    return not (await session.execute(text(_MISSING_SAMPLE), values)).scalar_one()


async def load_backtests(session: AsyncSession, place: SampleScope) -> list[Backtest]:
    """The last completed tasks of a place, each with the neighbours it had before it was done, oldest first."""
    values = {
        "workspace": place.workspace_id,
        "business": place.business_id,
        "model": place.model,
        "backtests": _BACKTESTS,
        "recent": _RECENT,
        "count": _BACKTEST_NEIGHBOURS,
    }
    rows = (await session.execute(text(_BACKTEST_QUERY), values)).all()
    found: dict[int, Backtest] = {}
    for task, actual, done_at, *near in rows:
        one = found.setdefault(task, Backtest(actual, done_at, []))
        one.neighbours.append(Neighbour(near[0], near[1], near[2], float(near[3])))
    return list(found.values())
