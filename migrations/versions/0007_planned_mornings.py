"""Planned mornings: plans made by the clock, offers that are made once, advice kept with its plan."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE = "kind IN ('morning_digest', 'evening_close', 'weekly_review')"
_AFTER = "kind IN ('morning_digest', 'evening_close', 'weekly_review', 'day_plan')"


def upgrade() -> None:
    """Planned mornings."""
    op.drop_constraint("kind_known", "schedule", type_="check")
    op.create_check_constraint("kind_known", "schedule", _AFTER)
    op.add_column("plan", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "plan", sa.Column("advice", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False)
    )
    op.create_index(
        "plan_to_offer",
        "plan",
        ["local_on"],
        postgresql_where=sa.text("state = 'current' AND offered_at IS NULL"),
    )
    # Every chat has one schedule of each kind; this one is off until it is wanted.
    op.execute(
        "INSERT INTO schedule (workspace_id, chat_id, kind, local_time, weekdays, enabled, when_empty, next_on, "
        "next_run_at, created_at) SELECT workspace_id, id, 'day_plan', '07:30', 127, false, 'silent', "
        "current_date, now(), now() FROM chat"
    )


def downgrade() -> None:
    """Back: the schedules of the new kind go."""
    op.drop_index("plan_to_offer", table_name="plan")
    op.drop_column("plan", "advice")
    op.drop_column("plan", "offered_at")
    op.execute("DELETE FROM schedule WHERE kind = 'day_plan'")
    op.drop_constraint("kind_known", "schedule", type_="check")
    op.create_check_constraint("kind_known", "schedule", _BEFORE)
