"""Stores the embeddings of the tasks an operation touched, skipping those that are unchanged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import EmbedTasks
from models.runtime import clock
from models.tables.embedding import TaskEmbedding
from models.tables.operation import TaskEvent
from models.tables.task import Task
from worker.core.job_result import JobResult
from worker.embeddings.backlog import content_hash, store_embeddings
from worker.features.capture.model_estimate import refine_estimates
from worker.services import Services
from worker.understanding.llm.llm_reader import ModelUnavailableError

log = structlog.get_logger()

# Texts a run; the rest is left to the reconciler.
_MOST = 64
# Reasons that a try in a minute cannot change.
_HOPELESS = ("over_budget", "refused")


@dataclass(frozen=True, slots=True)
class Embedded(JobResult):
    """How many of the operation's tasks got a vector of `model`, were unchanged, or are left to the reconciler (and why)."""

    model: str
    embedded: int
    unchanged: int
    left_for_later: int
    postponed_by: str | None = None
    model_estimates: int = 0


async def embed_tasks(services: Services, job: EmbedTasks) -> Embedded:
    """One vector per touched task under the present model's name. Nothing is held across the model's call (I7)."""
    model = services.embedding.model
    async with services.database.transaction() as session:
        touched, all_stale = await _touched(session, job, model)
    stale = all_stale[:_MOST]
    result = Embedded(model, 0, touched - len(all_stale), len(all_stale))
    if not stale:
        return result
    try:
        # One business a call: none holds the words of two (invariant I8).
        for business in sorted({task.business_id or 0 for task in stale}):
            ours = [task for task in stale if (task.business_id or 0) == business]
            await _embed(services, job, ours)
            result = _with(result, len(ours))
    except ModelUnavailableError as error:
        if error.final or error.reason in _HOPELESS:
            # The reconciler asks again every five minutes, for as long as it takes.
            log.info("embedding_postponed", reason=error.reason)
            return replace(result, postponed_by=error.reason)
        raise
    return replace(result, model_estimates=await refine_estimates(services, job))


def _with(result: Embedded, more: int) -> Embedded:
    return replace(result, embedded=result.embedded + more, left_for_later=result.left_for_later - more)


async def _embed(services: Services, job: EmbedTasks, tasks: Sequence[Task]) -> None:
    made = await services.embedding.make(
        [task.title for task in tasks], workspace_id=job.workspace_id, trace_id=job.trace_id
    )
    async with services.database.transaction() as session:
        for task, vector in zip(tasks, made.vectors, strict=True):
            await store_embeddings(session, task, made.model, vector, clock.now())


async def _touched(session: AsyncSession, job: EmbedTasks, model: str) -> tuple[int, Sequence[Task]]:
    """How many tasks the operation touched, and those of them whose vector is not that of their title."""
    statement = (
        select(Task, TaskEmbedding.content_hash)
        .join(
            TaskEmbedding,
            (col(TaskEmbedding.task_id) == col(Task.id)) & (col(TaskEmbedding.model) == model),
            isouter=True,
        )
        .where(
            col(Task.id).in_(select(TaskEvent.task_id).where(TaskEvent.operation_id == job.operation_id)),
            Task.workspace_id == job.workspace_id,
        )
    )
    found = (await session.exec(statement)).all()
    return len(found), [task for task, known in found if known != content_hash(task.title)]
