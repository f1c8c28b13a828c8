"""Workspace: an owner's world, the tenant everything else belongs to."""

from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, key, text


class Workspace(SQLModel, table=True):
    """An owner's world. `last_task_number` counts the numbers shown to people (#12)."""

    id: int | None = key()
    name: str = text()
    last_task_number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: Instant = instant()
