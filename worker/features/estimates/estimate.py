"""Estimates one task: from similar completed tasks, else what its kind usually takes, else a guess; names which of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.task import Task
from worker.embeddings.local_embedder import MODEL as LOCAL_MODEL
from worker.embeddings.local_embedder import embed_locally
from worker.features.estimates.assumed_lengths import LEAST_TIMED
from worker.features.estimates.forecast import (
    Range,
    forecast_range,
    range_around,
    range_from_actuals,
    similar_enough,
)
from worker.features.estimates.similar_tasks import (
    SampleScope,
    has_all_samples,
    load_backtests,
    nearest_tasks,
)
from worker.features.estimates.task_kinds import takes_no_time, task_kind

Source = Literal["similar", "median", "model", "default"]
Vector = tuple[str, Sequence[float]]

DEFAULT_MINUTES = 60
_LATEST = 200
_GUESS_FACTOR, _DEFAULT_FACTOR = 1.6, 2.0
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes, where they come from, how many tasks they were learned from, and the numbers of the nearest of them."""

    range: Range
    source: Source
    learned_from: tuple[int, ...] = ()
    alike: int = 0

    @property
    def columns(self) -> dict[str, int | str]:
        """The columns of the task that it sets."""
        return {
            "estimate_minutes": self.range.middle,
            "estimate_low": self.range.low,
            "estimate_high": self.range.high,
            "estimate_source": self.source,
        }


async def estimate_new_tasks(
    session: AsyncSession,
    tasks: Sequence[Task],
    now: dt.datetime,
    *,
    vectors: Mapping[int, Vector] | None = None,
    guesses: Mapping[int, int] | None = None,
) -> dict[int, Estimate]:
    """Estimates by task id for those of the tasks whose estimate nobody stated. Writes nothing.

    `vectors` are (model, vector) by task id, the local one where none is given; `guesses` the model's own minutes.
    """
    return {
        task.id: await estimate_task(
            session, task, now, vector=(vectors or {}).get(task.id), guess=(guesses or {}).get(task.id)
        )
        for task in tasks
        if task.id is not None and task.estimate_source != "stated"
    }


async def estimate_task(
    session: AsyncSession,
    task: Task,
    now: dt.datetime,
    *,
    vector: Vector | None = None,
    guess: int | None = None,
) -> Estimate:
    """How long a task takes, from its own business (or the private tasks) alone; a default for what names no work."""
    if takes_no_time(task.title):
        return _guessed_estimate(None)
    place, values = await _sample_scope(session, task, vector)
    model = place.model
    near = await nearest_tasks(session, place, values, task_id=task.id or 0)
    like_it = similar_enough(near, model)
    if like_it:
        found = forecast_range(near, await load_backtests(session, place), now, model)
        if found is not None:
            return Estimate(found, "similar", tuple(n.number for n in like_it[:_NAMED]), len(like_it))
    return await _usual_for_kind(session, task, now) or _guessed_estimate(guess)


async def _sample_scope(
    session: AsyncSession, task: Task, vector: Vector | None
) -> tuple[SampleScope, Sequence[float]]:
    """Where to look and with which vector: by the local one while the model has not embedded the whole history yet,
    so that a change of the model makes no estimate worse in the meantime."""
    local = SampleScope(task.workspace_id, task.business_id or 0, LOCAL_MODEL)
    if vector is not None:
        place = SampleScope(local.workspace_id, local.business_id, vector[0])
        if await has_all_samples(session, place, LOCAL_MODEL):
            return place, vector[1]
    return local, embed_locally(task.title)


async def tasks_learned_from(session: AsyncSession, task: Task) -> list[tuple[Task, float]]:
    """The completed tasks that an estimate of this task rests on, with their likeness: named on request."""
    place = SampleScope(task.workspace_id, task.business_id or 0, LOCAL_MODEL)
    near = similar_enough(
        await nearest_tasks(session, place, embed_locally(task.title), task_id=task.id or 0), LOCAL_MODEL
    )
    statement = select(Task).where(
        Task.workspace_id == task.workspace_id, col(Task.id).in_([n.task_id for n in near])
    )
    rows = {row.id: row for row in (await session.exec(statement)).all()}
    return [(rows[n.task_id], n.likeness) for n in near if n.task_id in rows]


async def _usual_for_kind(session: AsyncSession, task: Task, now: dt.datetime) -> Estimate | None:
    """The median of the business's tasks of the same kind, when enough of them are done with a known time."""
    kind = task_kind(task.title)
    if kind is None:
        return None
    statement = (
        select(Task.title, Task.actual_minutes, Task.done_at)
        .where(
            Task.workspace_id == task.workspace_id,
            col(Task.business_id).is_not_distinct_from(task.business_id),
            Task.status == "done",
            col(Task.actual_minutes).is_not(None),
            Task.id != task.id,
        )
        .order_by(col(Task.done_at).desc())
        .limit(_LATEST)
    )
    rows = (await session.exec(statement)).all()
    alike = [(took, at) for title, took, at in rows if took and at and task_kind(title) == kind]
    if len(alike) < LEAST_TIMED:
        return None
    return Estimate(range_from_actuals(alike, now), "median")


def _guessed_estimate(guess: int | None) -> Estimate:
    if guess is not None:
        return Estimate(range_around(guess, _GUESS_FACTOR), "model")
    return Estimate(range_around(DEFAULT_MINUTES, _DEFAULT_FACTOR), "default")
