"""A recurring task's place in its series, what the next one is made of, and which one that is."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, false
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, json, same_workspace, text


class SeriesTask(SQLModel, table=True):
    """One task of a series. `on_date` is the date the rule gives, even if the task was moved since.

    `anchor_on` is the date the rule counts from (DTSTART of RFC 5545). `template` holds the fields for the next task:
    a change of "this one only" leaves them, "all following" replaces them. `asked_version` is the task's version
    about which the person was last asked.
    `next_at` is when the next one begins its day, whether or not this one is done; None once there is a next one, or
    when none follows. `kept_open`: this one is still open although the next one has begun.
    """

    __tablename__ = "series_task"
    __table_args__ = (
        Index("series_task_next_once", "next_task_id", unique=True),
        Index("series_task_next_at", "next_at", postgresql_where=sql("next_at IS NOT NULL")),
        same_workspace("series_task", "task_id", "task", ondelete="CASCADE"),
        same_workspace("series_task", "chat_id", "chat", ondelete="CASCADE"),
    )

    task_id: int = big(primary_key=True)
    workspace_id: int = big()
    chat_id: int = big()
    rule: str = text()
    anchor_on: dt.date = Field()
    on_date: dt.date = Field()
    template: dict[str, Any] = json()
    asked_version: int = Field(default=1)
    next_task_id: int | None = big(default=None, foreign_key="task.id", ondelete="SET NULL")
    next_at: Instant | None = instant(default=None)
    kept_open: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    ended_at: Instant | None = instant(default=None)
    created_at: Instant = instant()
