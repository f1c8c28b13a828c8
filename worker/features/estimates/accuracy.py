"""How good the estimates of completed tasks were, by business: were ranges held, do tasks take longer than estimated."""

import datetime as dt
import math
import statistics
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.features.estimates.estimate import DEFAULT_MINUTES

_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class CompletedEstimate:
    """A completed task: its estimate and its actual time, in minutes."""

    actual: int
    estimate: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class AccuracyScore:
    """The figures of one business's completed tasks.

    `held` of `ranged` tasks ended within their 80 % range. `bias` is the median of actual / estimate: 1.2 means they
    take 20 % longer than estimated. The errors are mean minutes off: of the estimates, of always saying an hour, and
    of always saying the median of the tasks before.
    """

    tasks: int
    ranged: int
    held: int
    bias: float
    error: float
    error_constant: float
    error_median: float


def accuracy_score(outcomes: Sequence[CompletedEstimate]) -> AccuracyScore | None:
    """The score of outcomes in the order they were completed; None when there are none."""
    if not outcomes:
        return None
    ranged = [o for o in outcomes if o.low is not None and o.high is not None]
    held = [o for o in ranged if (o.low or 0) <= o.actual <= (o.high or 0)]
    medians = _medians_before([o.actual for o in outcomes])
    return AccuracyScore(
        tasks=len(outcomes),
        ranged=len(ranged),
        held=len(held),
        bias=math.exp(statistics.median(math.log(o.actual / o.estimate) for o in outcomes)),
        error=statistics.fmean(abs(o.actual - o.estimate) for o in outcomes),
        error_constant=statistics.fmean(abs(o.actual - DEFAULT_MINUTES) for o in outcomes),
        error_median=statistics.fmean(
            abs(o.actual - median) for o, median in zip(outcomes, medians, strict=True)
        ),
    )


async def accuracy_by_business(
    session: AsyncSession, workspace_id: int, since: dt.datetime
) -> dict[int | None, AccuracyScore]:
    """The score of each business (None: private) over the tasks done since then that had an estimate."""
    statement = (
        select(Task)
        .where(
            Task.workspace_id == workspace_id,
            Task.status == "done",
            col(Task.done_at) >= since,
            col(Task.actual_minutes).is_not(None),
            col(Task.estimate_minutes).is_not(None),
        )
        .order_by(col(Task.done_at), col(Task.id))
        .limit(_LIMIT)
    )
    rows: dict[int | None, list[CompletedEstimate]] = {}
    for task in (await session.exec(statement)).all():
        assert task.actual_minutes is not None
        assert task.estimate_minutes is not None
        outcome = CompletedEstimate(
            task.actual_minutes, task.estimate_minutes, task.estimate_low, task.estimate_high
        )
        rows.setdefault(task.business_id, []).append(outcome)
    found = {business: accuracy_score(outcomes) for business, outcomes in rows.items()}
    return {business: score for business, score in found.items() if score is not None}


def _medians_before(actuals: Sequence[int]) -> list[float]:
    """For each task the median of those done before it; an hour for the first."""
    medians: list[float] = []
    before: list[int] = []
    for actual in actuals:
        half = len(before) // 2
        pair = before[half - (len(before) % 2 == 0) : half + 1] if before else [DEFAULT_MINUTES]
        medians.append(statistics.fmean(pair))
        insort(before, actual)
    return medians
