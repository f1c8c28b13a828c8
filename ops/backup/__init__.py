"""Dumps the database each night, verifies each dump by restoring it, deletes old backups and restores one.

Uses only the standard library: its container has PostgreSQL's programs and a bare Python.
"""


class BackupError(Exception):
    """A backup or a restore has failed; the text is one line, without secrets, for a log and the owner."""
