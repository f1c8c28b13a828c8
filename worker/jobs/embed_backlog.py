"""Embeds a workspace's tasks again after a change of the model or of a title, batch by batch."""

from dataclasses import dataclass

import structlog
from sqlmodel import col, select

from models.queue.jobs import EmbedBacklog
from models.runtime import clock
from models.tables.task import Task
from worker.core.job_result import JobResult
from worker.embeddings.backlog import next_batch, store_embeddings
from worker.embeddings.embedder import EmbeddingBatch
from worker.features.estimates.estimate_samples import store_estimate_samples
from worker.services import Services
from worker.understanding.llm.llm_reader import ModelUnavailableError

log = structlog.get_logger()

# One call of the model, and what a killed worker may have to do again.
BATCH = 64
# 6,400 tasks; the reconciler (worker/reconciler.py) starts it again for what is left.
_BATCHES = 100


@dataclass(frozen=True, slots=True)
class BacklogEmbedded(JobResult):
    """How many tasks got a vector of `model`, in how many calls; and why it stopped before the end."""

    model: str
    embedded: int
    calls: int
    postponed_by: str | None = None


async def embed_backlog(services: Services, job: EmbedBacklog) -> BacklogEmbedded:
    """Embed what the present model has not, each batch kept as soon as it is there; nothing is held across a call (I7).

    What is done is in the rows, so a run that was killed is gone on with. A model that is away, or a used budget, ends
    the run; the reconciler asks again every five minutes.
    """
    model, embedded = services.embedding.model, 0
    for calls in range(_BATCHES):
        async with services.database.transaction() as session:
            tasks = await next_batch(session, job.workspace_id, model, clock.now(), BATCH)
        if not tasks:
            return BacklogEmbedded(model, embedded, calls)
        try:
            made = await services.embedding.make(
                [task.title for task in tasks], workspace_id=job.workspace_id, trace_id=job.trace_id
            )
        except ModelUnavailableError as error:
            log.info("backlog_postponed", reason=error.reason)
            return BacklogEmbedded(model, embedded, calls, error.reason)
        await _keep(services, tasks, made)
        embedded += len(tasks)
    return BacklogEmbedded(model, embedded, _BATCHES, "more in the next run")


async def _keep(services: Services, tasks: list[Task], made: EmbeddingBatch) -> None:
    async with services.database.transaction() as session:
        for task, vector in zip(tasks, made.vectors, strict=True):
            await store_embeddings(session, task, made.model, vector, clock.now())
        # Estimates learn by the new model from the same batch on; the tasks may have changed while the model worked.
        present = select(Task).where(col(Task.id).in_([task.id for task in tasks]))
        await store_estimate_samples(session, (await session.exec(present)).all())
