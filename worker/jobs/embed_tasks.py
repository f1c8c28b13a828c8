"""Embed tasks: stores the embeddings of the tasks an operation touched, skipping those that are unchanged."""

import datetime as dt
import hashlib
from collections.abc import Sequence

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models import clock
from models.embedding import TaskEmbedding
from models.operation import TaskEvent
from models.queue.contract import EmbedTasks
from models.task import Task
from worker.estimating.bettering import better_estimates
from worker.services import Services
from worker.understanding.model.reader import ModelUnavailableError

log = structlog.get_logger()

# Reasons that a try in a minute cannot change.
_MOST = 64
_HOPELESS = ("over_budget", "wrong_key", "refused")


async def embed_tasks(services: Services, job: EmbedTasks) -> None:
    """One vector per touched task under the present model's name. Nothing is held across the model's call (I7)."""
    model = services.embedding.model
    async with services.database.transaction() as session:
        stale = await _stale(session, job, model)
    if not stale:
        return
    try:
        made = await services.embedding.make(
            [task.title for task in stale], workspace_id=job.workspace_id, trace_id=job.trace_id
        )
    except ModelUnavailableError as error:
        if error.reason in _HOPELESS:
            # The sweep asks again every five minutes, for as long as it takes.
            log.info("embedding_postponed", reason=error.reason)
            return
        raise
    async with services.database.transaction() as session:
        for task, vector in zip(stale, made.vectors, strict=True):
            await _store(session, task, made.model, vector, clock.now())
    await better_estimates(services, job)


def content_hash(task: Task) -> str:
    """Changes exactly when the embedded text does."""
    return hashlib.sha256(task.title.encode()).hexdigest()


async def _stale(session: AsyncSession, job: EmbedTasks, model: str) -> Sequence[Task]:
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
    # 64 texts a call; the rest is the sweep's.
    return [task for task, known in found if known != content_hash(task)][:_MOST]


async def _store(
    session: AsyncSession, task: Task, model: str, vector: list[float], now: dt.datetime
) -> None:
    values = {"content_hash": content_hash(task), "embedding": vector, "created_at": now}
    statement = insert(TaskEmbedding).values(
        task_id=task.id, model=model, workspace_id=task.workspace_id, **values
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["task_id", "model"], set_=values))
