"""Names of tables: five tables get the names that the code, the glossary and the documents use.

The rows stay. A view under each old name lets a worker of the version before go on until it is replaced.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

RENAMED = {
    "experience": "estimate_sample",
    "occurrence": "series_task",
    "stranger_count": "unknown_sender_count",
    "late_reading": "deferred_read",
    "world_event": "directory_event",
}

# Constraints bring their indexes along; what is left are indexes of their own and identity sequences.
_RENAME_PARTS = """
DO $$
DECLARE part record;
BEGIN
    FOR part IN SELECT conname FROM pg_constraint WHERE conrelid = '{new}'::regclass AND position('{old}' in conname) > 0
    LOOP
        EXECUTE format('ALTER TABLE {new} RENAME CONSTRAINT %I TO %I', part.conname, replace(part.conname, '{old}', '{new}'));
    END LOOP;
    FOR part IN SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = '{new}'::regclass AND position('{old}' in c.relname) > 0
    LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', part.relname, replace(part.relname, '{old}', '{new}'));
    END LOOP;
    FOR part IN SELECT c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid
        WHERE d.refobjid = '{new}'::regclass AND c.relkind = 'S' AND position('{old}' in c.relname) > 0
    LOOP
        EXECUTE format('ALTER SEQUENCE %I RENAME TO %I', part.relname, replace(part.relname, '{old}', '{new}'));
    END LOOP;
END $$
"""


def upgrade() -> None:
    """Rename the tables with their constraints, indexes and sequences."""
    for old, new in RENAMED.items():
        op.rename_table(old, new)
        op.execute(_RENAME_PARTS.format(old=old, new=new))
        op.execute(f"CREATE VIEW {old} AS TABLE {new}")


def downgrade() -> None:
    """Give the old names back."""
    for old, new in RENAMED.items():
        op.execute(f"DROP VIEW {old}")
        op.rename_table(new, old)
        op.execute(_RENAME_PARTS.format(old=new, new=old))
