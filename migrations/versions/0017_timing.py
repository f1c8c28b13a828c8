"""Timing: whether a task happens on its day, or must be done by then."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# How plans told the two apart until now: with a clock time, what is short or what other people begin.
_BEGUN_BY_OTHERS = (
    r"\y(meet\w*|call|appointment|interview|visit|dentist|doctor|flight|train|lesson|class|webinar|demo|lunch|dinner"
    r"|conference|встреч\w*|встрет\w*|созвон\w*|звонок|позвон\w*|при[её]м\w*|собеседовани\w*|визит\w*|совещани\w*"
    r"|план[её]рк\w*|урок\w*|лекци\w*|вебинар\w*|рейс\w*|поезд\w*|врач\w*|стоматолог\w*|консультаци\w*|обед\w*"
    r"|ужин\w*|конференци\w*)\y"
)
_GUESSED = """
UPDATE task SET timing = CASE
    WHEN deadline_at IS NOT NULL
         AND (GREATEST(COALESCE(estimate_minutes, 60) - worked_minutes, 0) <= 60 OR title ~* :begun) THEN 'on'
    ELSE 'by' END
WHERE deadline_on IS NOT NULL
"""
_SERIES = """
UPDATE series_task SET template = template || jsonb_build_object('timing', COALESCE(task.timing, 'by'))
FROM task WHERE task.id = series_task.task_id
"""


def upgrade() -> None:
    """Tasks of before are told apart as plans did; a day without a clock time was a deadline."""
    op.add_column("task", sa.Column("timing", sa.Text(), nullable=True))
    op.create_check_constraint("timing_known", "task", "timing IN ('on', 'by')")
    op.execute(sa.text(_GUESSED).bindparams(begun=_BEGUN_BY_OTHERS))
    op.execute(_SERIES)


def downgrade() -> None:
    """Back: series and the history of changes lose it as well, so that an undo names no column that is gone."""
    op.execute("UPDATE series_task SET template = template - 'timing'")
    op.execute(
        "UPDATE task_event SET before = before - 'timing', after = after - 'timing' WHERE jsonb_exists(after, 'timing')"
    )
    op.drop_constraint("timing_known", "task")
    op.drop_column("task", "timing")
