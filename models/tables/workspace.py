"""Workspaces: the tenants, to which everything else belongs."""

from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, key, text


class Workspace(SQLModel, table=True):
    """One tenant. `last_task_number` is the highest task number given out (#12)."""

    id: int | None = key()
    name: str = text()
    last_task_number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: Instant = instant()
