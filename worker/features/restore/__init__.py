"""Reads an archive of /export back (ops/docs/export.md)."""
