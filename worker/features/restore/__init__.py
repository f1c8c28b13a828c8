"""Reads an archive of /export back into a database (ops/docs/export.md)."""
