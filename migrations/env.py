"""Alembic's environment: runs the steps on the connection that `upgrade.py` gives it."""

from alembic import context

from models.tables.all_tables import METADATA

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run migrations with `planner migrate`, which holds the lock and knows the database.")

context.configure(
    connection=connection, target_metadata=METADATA, compare_server_default=True, include_schemas=False
)
with context.begin_transaction():
    context.run_migrations()
