"""Backups and their results; written by ops/backup, read by the alerts and the metrics."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from models.tables.columns import Instant, big, instant, key, one_of, text


class BackupRun(SQLModel, table=True):
    """One try. Done means: dumped, restored into a scratch database, compared with the original, and stored."""

    __tablename__ = "backup_run"
    __table_args__ = (
        one_of("state", "running", "done", "failed"),
        CheckConstraint("(state = 'running') = (finished_at IS NULL)", name="finished_has_instant"),
        Index("backup_run_done", "finished_at", postgresql_where=sql("state = 'done'")),
    )

    id: int | None = key()
    started_at: Instant = instant()
    finished_at: Instant | None = instant(default=None)
    state: str = text(default="running")
    file_name: str | None = text(default=None)
    bytes: int | None = big(default=None)
    uploaded: bool | None = None
    error: str | None = text(default=None)
