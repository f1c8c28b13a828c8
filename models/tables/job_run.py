"""The attempts of all jobs, with result, log and error."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.tables.columns import Instant, instant, json, key, one_of, text


class JobRun(SQLModel, table=True):
    """One attempt, inserted before it runs, so that an attempt whose process is killed is counted too.

    `result` holds identifiers and counts, `log` the last lines; neither holds texts that people wrote.
    """

    __tablename__ = "job_run"
    __table_args__ = (
        one_of("state", "running", "done", "retry", "lost", "dead", "cancelled"),
        Index("job_run_by_job", "job_id", "id"),
        Index("job_run_by_start", "started_at", "id"),
        # The orders of the dashboard's list (models/console/job_queries.py).
        Index(
            "job_run_by_duration",
            sql("(coalesce(extract(epoch FROM finished_at - started_at), 0)::float8)"),
            "id",
        ),
        Index("job_run_by_wait", sql("(extract(epoch FROM started_at - enqueued_at)::float8)"), "id"),
        Index("job_run_by_attempts", "attempt", "id"),
        Index("job_run_by_name", "job_name", "started_at", "id"),
        Index("job_run_troubled", "state", "started_at", "id", postgresql_where=sql("state <> 'done'")),
    )

    id: int | None = key()
    job_id: str = text()
    job_name: str = text()
    arguments: dict[str, Any] = json()
    attempt: int = Field()
    worker_id: str = text()
    trace_id: str | None = text(default=None, index=True)
    state: str = text(default="running")
    enqueued_at: Instant = instant()
    started_at: Instant = instant()
    finished_at: Instant | None = instant(default=None)
    error: str | None = text(default=None)
    traceback: str | None = text(default=None)
    result: dict[str, Any] | None = json(default=None)
    log: list[dict[str, Any]] | None = json(default=None)
