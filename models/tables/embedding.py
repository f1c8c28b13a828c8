"""Embeddings of task titles, by model."""

from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, same_workspace, text

DIMENSIONS = 512


class TaskEmbedding(SQLModel, table=True):
    """A task's vector. Vectors of different models are never compared; `content_hash` is the SHA-256 of the embedded title: a different title makes the vector stale."""

    __tablename__ = "task_embedding"
    __table_args__ = (same_workspace("task_embedding", "task_id", "task", ondelete="CASCADE"),)

    task_id: int = big(primary_key=True)
    model: str = text(primary_key=True)
    workspace_id: int = big()
    content_hash: str = text()
    embedding: Any = Field(sa_column=Column(HALFVEC(DIMENSIONS), nullable=False))
    created_at: Instant = instant()
