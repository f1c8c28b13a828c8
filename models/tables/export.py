"""Requested archives of a person's data, and their parts until they are sent."""

from sqlalchemy import Column, Index, LargeBinary
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, same_workspace, text


class Export(SQLModel, table=True):
    """One archive for the person of a chat. `trace_id` is that of the message that asked for it."""

    __table_args__ = (
        one_of("state", "waiting", "made", "failed"),
        Index("export_waiting", "id", postgresql_where=sql("state = 'waiting'")),
        same_workspace("export", "chat_id", "chat", ondelete="CASCADE"),
    )

    id: int | None = key()
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    chat_id: int = big()
    trace_id: str = text()
    state: str = text(default="waiting")
    requested_at: Instant = instant()
    finished_at: Instant | None = instant(default=None)


class ExportPart(SQLModel, table=True):
    """A ZIP file that stands by itself; kept for a day, so that it can be sent again."""

    __tablename__ = "export_part"

    export_id: int = big(primary_key=True, foreign_key="export.id", ondelete="CASCADE")
    part: int = Field(primary_key=True)
    workspace_id: int = big(foreign_key="workspace.id", ondelete="CASCADE")
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
