"""Dumps the database each night, verifies each dump by restoring it, deletes old backups and restores one.

Uses only the standard library: its container has PostgreSQL's programs and a bare Python.
"""
