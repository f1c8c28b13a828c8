"""SQL of the tasks whose embedding under the present model is missing or of another title, and storing their vectors."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from models.tables.embedding import TaskEmbedding
from models.tables.task import Task

_Found = TypeVar("_Found")
# A new task's own job, asked for again by the reconciler, embeds it meanwhile and betters its estimate.
FRESH = dt.timedelta(days=1)


def content_hash(title: str) -> str:
    """Changes exactly when the embedded text does."""
    return hashlib.sha256(title.encode()).hexdigest()


async def workspaces_behind(session: AsyncSession, model: str, now: dt.datetime, most: int) -> Sequence[int]:
    """Workspaces with a task that `model` has not embedded as it is called now."""
    behind = _behind(select(Task.workspace_id), model, now).distinct().limit(most)
    return (await session.exec(behind)).all()


async def next_batch(
    session: AsyncSession, workspace_id: int, model: str, now: dt.datetime, most: int
) -> list[Task]:
    """The next tasks of a workspace that lack a vector of `model`, all of one business (no call holds the words of two,
    invariant I8); empty when it is done."""
    rows = _behind(select(Task), model, now).where(Task.workspace_id == workspace_id)
    ordered = rows.order_by(func.coalesce(col(Task.business_id), 0), col(Task.id).desc()).limit(most)
    found = (await session.exec(ordered)).all()
    return [task for task in found if task.business_id == found[0].business_id]


async def store_embeddings(
    session: AsyncSession, task: Task, model: str, vector: Sequence[float], now: dt.datetime
) -> None:
    """The vector of a task's title under a model, in place of the one it had there."""
    values = {"content_hash": content_hash(task.title), "embedding": list(vector), "created_at": now}
    statement = insert(TaskEmbedding).values(
        task_id=task.id, model=model, workspace_id=task.workspace_id, **values
    )
    await session.execute(statement.on_conflict_do_update(index_elements=["task_id", "model"], set_=values))


def _behind(statement: SelectOfScalar[_Found], model: str, now: dt.datetime) -> SelectOfScalar[_Found]:
    has_some = select(TaskEmbedding.task_id)
    return statement.join(
        TaskEmbedding,
        (col(TaskEmbedding.task_id) == col(Task.id)) & (col(TaskEmbedding.model) == model),
        isouter=True,
    ).where(
        Task.status != "dropped",
        (col(Task.created_at) < now - FRESH) | col(Task.id).in_(has_some),
        col(TaskEmbedding.content_hash).is_distinct_from(_hash_of_title()),
    )


def _hash_of_title() -> ColumnElement[str]:
    """`content_hash` in the database."""
    return func.encode(func.sha256(func.convert_to(col(Task.title), "UTF8")), "hex")
