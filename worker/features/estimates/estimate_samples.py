"""Rows of `estimate_sample`: how long a completed task took, with the vector of its title."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.embedding import TaskEmbedding
from models.tables.estimate_sample import EstimateSample
from models.tables.task import Task
from worker.embeddings.local_embedder import MODEL as LOCAL_MODEL
from worker.embeddings.local_embedder import embed_locally

# Rows that no longer hold: the task is open again, its actual or its business is another one now.
_STALE = """
    DELETE FROM estimate_sample e USING task t
    WHERE t.id = e.task_id AND (
        t.status <> 'done' OR t.actual_minutes IS DISTINCT FROM e.actual_minutes
        OR coalesce(t.business_id, 0) <> e.business_id)
    RETURNING e.task_id
"""
# Tasks without a sample for a model that has a vector of theirs.
_MISSING = """
    INSERT INTO estimate_sample (task_id, model, workspace_id, business_id, actual_minutes, done_at, embedding)
    SELECT t.id, m.model, t.workspace_id, coalesce(t.business_id, 0), t.actual_minutes, t.done_at, m.embedding
    FROM task t JOIN task_embedding m ON m.task_id = t.id
    WHERE t.status = 'done' AND t.actual_minutes IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM estimate_sample e WHERE e.task_id = t.id AND e.model = m.model)
    ORDER BY t.id LIMIT :most
    ON CONFLICT DO NOTHING
    RETURNING task_id
"""


async def store_estimate_sample(session: AsyncSession, task: Task) -> None:
    """Replace the samples of one task: a row for each model that has its vector; none unless it is done with a known time.

    The local vector costs nothing and always exists, so that samples survive a change of the model.
    """
    await session.execute(delete(EstimateSample).where(col(EstimateSample.task_id) == task.id))
    if task.status != "done" or task.actual_minutes is None:
        return
    kept = (await session.exec(select(TaskEmbedding).where(TaskEmbedding.task_id == task.id))).all()
    vectors = {LOCAL_MODEL: embed_locally(task.title)} | {row.model: row.embedding for row in kept}
    for model, vector in vectors.items():
        values = {
            "workspace_id": task.workspace_id,
            "business_id": task.business_id or 0,
            "actual_minutes": task.actual_minutes,
            "done_at": task.done_at,
            "embedding": vector,
        }
        await session.execute(insert(EstimateSample).values(task_id=task.id, model=model, **values))


async def store_estimate_samples(session: AsyncSession, tasks: Iterable[Task]) -> None:
    """The same for several tasks."""
    for task in tasks:
        await store_estimate_sample(session, task)


async def reconcile_estimate_samples(session: AsyncSession, most: int = 500) -> int:
    """Delete stale samples and insert missing ones, at most `most`; returns how many rows changed. Called by the reconciler.

    No estimate rests on a stale row in between: each search checks its rows against the tasks themselves.
    """
    gone = (await session.execute(text(_STALE))).all()
    new = (await session.execute(text(_MISSING), {"most": most})).all()
    return len(gone) + len(new)
