"""Workspaces: the tenants, to which everything else belongs."""

from sqlalchemy import CheckConstraint, SmallInteger, false
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, key, text


class Workspace(SQLModel, table=True):
    """One tenant. `last_task_number` is the highest task number given out (#12).

    `missed_stays_open`: a recurring task that was not done stays open when the next one begins; otherwise it is missed.
    `reads_by_rules`: no model reads the workspace's messages.
    `nudge_hours` says how long an executor may be silent before they are asked again: None for the next working
    morning, 0 for never.
    """

    __table_args__ = (CheckConstraint("nudge_hours BETWEEN 0 AND 168", name="nudge_range"),)

    id: int | None = key()
    name: str = text()
    last_task_number: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    missed_stays_open: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    reads_by_rules: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    nudge_hours: int | None = Field(default=None, sa_type=SmallInteger)
    created_at: Instant = instant()
