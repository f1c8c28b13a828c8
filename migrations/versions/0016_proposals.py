"""Proposals: a note may hold a change that its author is asked about, and a message may leave several notes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Notes of before are the first part of their message and propose nothing."""
    op.add_column("note", sa.Column("part", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("note", sa.Column("proposal", postgresql.JSONB(none_as_null=True), nullable=True))
    op.drop_constraint("note_trace_id_key", "note")
    op.create_unique_constraint("note_trace_id_part_key", "note", ["trace_id", "part"])
    op.drop_constraint("state_known", "note")
    op.create_check_constraint("state_known", "note", "state IN ('open', 'task', 'done', 'dropped')")


def downgrade() -> None:
    """Back: of several notes of a message the first is kept; an accepted proposal counts as made a task."""
    op.execute(
        "DELETE FROM note AS later USING note AS first WHERE later.trace_id = first.trace_id AND later.part > first.part"
    )
    op.execute("UPDATE note SET state = 'task' WHERE state = 'done'")
    op.drop_constraint("state_known", "note")
    op.create_check_constraint("state_known", "note", "state IN ('open', 'task', 'dropped')")
    op.drop_constraint("note_trace_id_part_key", "note")
    op.create_unique_constraint("note_trace_id_key", "note", ["trace_id"])
    op.drop_column("note", "proposal")
    op.drop_column("note", "part")
