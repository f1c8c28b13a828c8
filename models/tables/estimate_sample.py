"""How long a completed task took, with its embedding: what new tasks are estimated from."""

from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, same_workspace, text
from models.tables.embedding import DIMENSIONS


class EstimateSample(SQLModel, table=True):
    """A done task with its actual time, for one embedding model. Read by the covering index alone, one business at a
    time: 0.3 to 5 ms for 100 to 10,000 rows (ops/docs/design.md#similar-tasks). `business_id` 0 means no business.
    """

    __tablename__ = "estimate_sample"
    __table_args__ = (
        CheckConstraint("actual_minutes > 0", name="actual_positive"),
        Index(
            "estimate_sample_by_business",
            "workspace_id",
            "business_id",
            "model",
            postgresql_include=["task_id", "actual_minutes", "done_at", "embedding"],
        ),
        same_workspace("estimate_sample", "task_id", "task", ondelete="CASCADE"),
    )

    task_id: int = big(primary_key=True)
    model: str = text(primary_key=True)
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    business_id: int = big()
    actual_minutes: int = Field()
    done_at: Instant = instant()
    embedding: Any = Field(sa_column=Column(HALFVEC(DIMENSIONS), nullable=False))
