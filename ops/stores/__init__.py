"""Runs PostgreSQL with pgvector and Valkey from their wheels, for laptops, demos and tests."""

from ops.stores.postgres import Postgres
from ops.stores.process import StoreError, free_port
from ops.stores.scratch import scratch_folder
from ops.stores.valkey import Valkey

__all__ = ["Postgres", "StoreError", "Valkey", "free_port", "scratch_folder"]
