"""Embed tasks: stores the embeddings of the tasks an operation touched, skipping those that are unchanged."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from worker.result import Result
from worker.services import Services
from worker.understanding.model.reader import ModelUnavailableError

log = structlog.get_logger()

# Reasons that a try in a minute cannot change.
_MOST = 64
_HOPELESS = ("over_budget", "wrong_key", "refused")


@dataclass(frozen=True, slots=True)
class Embedded(Result):
    """How many of the operation's tasks got a vector of `model`, were unchanged, or are left to the sweep (and why)."""

    model: str
    embedded: int
    unchanged: int
    left_to_the_sweep: int
    postponed_by: str | None = None
    guessed_by_the_model: int = 0


async def embed_tasks(services: Services, job: EmbedTasks) -> Embedded:
    """One vector per touched task under the present model's name. Nothing is held across the model's call (I7)."""
    model = services.embedding.model
    async with services.database.transaction() as session:
        touched, all_stale = await _touched(session, job, model)
    # 64 texts a call; the rest is the sweep's.
    stale = all_stale[:_MOST]
    result = Embedded(model, len(stale), touched - len(all_stale), len(all_stale) - len(stale))
    if not stale:
        return result
    try:
        made = await services.embedding.make(
            [task.title for task in stale], workspace_id=job.workspace_id, trace_id=job.trace_id
        )
    except ModelUnavailableError as error:
        if error.reason in _HOPELESS:
            # The sweep asks again every five minutes, for as long as it takes.
            log.info("embedding_postponed", reason=error.reason)
            return replace(result, embedded=0, left_to_the_sweep=len(all_stale), postponed_by=error.reason)
        raise
    async with services.database.transaction() as session:
        for task, vector in zip(stale, made.vectors, strict=True):
            await _store(session, task, made.model, vector, clock.now())
    return replace(result, model=made.model, guessed_by_the_model=await better_estimates(services, job))


def content_hash(task: Task) -> str:
    """Changes exactly when the embedded text does."""
    return hashlib.sha256(task.title.encode()).hexdigest()


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
    return len(found), [task for task, known in found if known != content_hash(task)]


async def _store(
    session: AsyncSession, task: Task, model: str, vector: list[float], now: dt.datetime
) -> None:
    values = {"content_hash": content_hash(task), "embedding": vector, "created_at": now}
    statement = insert(TaskEmbedding).values(
        task_id=task.id, model=model, workspace_id=task.workspace_id, **values
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["task_id", "model"], set_=values))
