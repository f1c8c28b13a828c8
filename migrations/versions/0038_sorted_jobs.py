"""Sorted jobs: each order of the dashboard's list takes a page from an index, not from a sort of all jobs."""

from collections.abc import Sequence

from alembic import op

revision: str = "0038"
down_revision: str | Sequence[str] | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = {
    "job_run_by_duration": "(coalesce(extract(epoch FROM finished_at - started_at), 0)::float8)",
    "job_run_by_wait": "(extract(epoch FROM started_at - enqueued_at)::float8)",
    "job_run_by_attempts": "attempt",
}


def upgrade() -> None:
    """Add the indexes."""
    for name, sorted_by in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON job_run ({sorted_by}, id)")


def downgrade() -> None:
    """Drop them."""
    for name in INDEXES:
        op.drop_index(name, "job_run")
