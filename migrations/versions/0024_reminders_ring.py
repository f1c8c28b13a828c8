"""Reminders ring: before what begins at a clock time, and again until it is done."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REMINDING = sa.text("status = 'open' AND reminder_minutes_before IS NOT NULL")
_TO_BEGIN = sa.text(
    "status = 'open' AND timing = 'on' AND deadline_at IS NOT NULL"
    " AND reminder_minutes_before IS NULL AND reminding = 'once'"
)
# What has begun already is not reminded of afterwards.
_BEGUN = """
UPDATE task SET reminding = 'never'
WHERE status = 'open' AND timing = 'on' AND reminder_minutes_before IS NULL
      AND deadline_at < now() + interval '10 minutes'
"""


def upgrade() -> None:
    """Chats of before are reminded ten minutes before something begins; tasks of before are reminded of once."""
    op.add_column("task", sa.Column("reminding", sa.Text(), server_default="once", nullable=False))
    op.create_check_constraint("reminding_known", "task", "reminding IN ('once', 'until_done', 'never')")
    op.execute("UPDATE series_task SET template = template || jsonb_build_object('reminding', 'once')")
    op.create_index("task_to_begin", "task", ["deadline_at"], postgresql_where=_TO_BEGIN)
    op.execute(_BEGUN)
    _index_moments(14)
    op.add_column("chat", sa.Column("begin_lead_minutes", sa.Integer(), server_default="10", nullable=True))
    op.create_check_constraint("begin_lead_range", "chat", "begin_lead_minutes BETWEEN 0 AND 1440")
    op.drop_constraint("kind_known", "reminder")
    op.create_check_constraint(
        "kind_known", "reminder", "kind IN ('stated', 'begins', 'snoozed', 'repeated')"
    )
    op.create_index(
        "reminder_begins_once",
        "reminder",
        ["task_id", "deadline_at"],
        unique=True,
        postgresql_where=sa.text("kind = 'begins'"),
    )


def downgrade() -> None:
    """Back: only reminders that were asked for are kept; the history of changes and series lose the new column."""
    op.execute("DELETE FROM reminder WHERE kind IN ('begins', 'repeated')")
    op.drop_index("reminder_begins_once", "reminder")
    op.drop_constraint("kind_known", "reminder")
    op.create_check_constraint("kind_known", "reminder", "kind IN ('stated', 'snoozed')")
    op.drop_constraint("begin_lead_range", "chat")
    op.drop_column("chat", "begin_lead_minutes")
    _index_moments(5)
    op.drop_index("task_to_begin", "task")
    op.execute("UPDATE series_task SET template = template - 'reminding'")
    op.execute(
        "UPDATE task_event SET before = before - 'reminding', after = after - 'reminding'"
        " WHERE jsonb_exists(after, 'reminding')"
    )
    op.drop_constraint("reminding_known", "task")
    op.drop_column("task", "reminding")


def _index_moments(hours: int) -> None:
    """The index of the earliest moments of reminders; a day begins so many hours earlier somewhere than in UTC."""
    moment = (
        "(COALESCE(timezone('UTC'::text, deadline_at),"
        f" deadline_on::timestamp without time zone - '{hours:02}:00:00'::interval)"
        " - make_interval(mins => reminder_minutes_before))"
    )
    op.drop_index("task_reminding", "task")
    op.create_index("task_reminding", "task", [sa.text(moment)], postgresql_where=_REMINDING)
