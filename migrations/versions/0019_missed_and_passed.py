"""Missed and passed: how a task ends that was neither done nor dropped."""

from collections.abc import Sequence

from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# A task that went back to "dropped" is what its last change says it is.
_RESTORED = """
UPDATE task SET status = last.status FROM (
    SELECT DISTINCT ON (task_id) task_id, after ->> 'status' AS status FROM task_event
    WHERE jsonb_exists(after, 'status') ORDER BY task_id, id DESC
) AS last
WHERE last.task_id = task.id AND task.status = 'dropped' AND last.status IN ('missed', 'passed')
"""


def upgrade() -> None:
    """No task of before is missed or passed, unless it was before a downgrade."""
    op.drop_constraint("status_known", "task")
    op.create_check_constraint(
        "status_known", "task", "status IN ('open', 'done', 'dropped', 'missed', 'passed')"
    )
    op.execute(_RESTORED)


def downgrade() -> None:
    """Back: what was missed or has passed is dropped; the history of changes keeps which it was."""
    op.execute("UPDATE task SET status = 'dropped' WHERE status IN ('missed', 'passed')")
    op.drop_constraint("status_known", "task")
    op.create_check_constraint("status_known", "task", "status IN ('open', 'done', 'dropped')")
