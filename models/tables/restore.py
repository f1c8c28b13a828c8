"""Confirmed requests to read a whole archive back, until they are carried out."""

from sqlalchemy import Column, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, same_workspace, text


class Restore(SQLModel, table=True):
    """The archive whose parts have these Telegram file ids takes the place of the workspace, which goes with this row.

    `trace_id` is that of the tap that confirmed it.
    """

    __table_args__ = (same_workspace("restore", "chat_id", "chat", ondelete="CASCADE"),)

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    trace_id: str = text()
    file_ids: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    requested_at: Instant = instant()
