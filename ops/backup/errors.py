"""Trouble: what a backup cannot do, said in one line without a password in it."""


class BackupError(Exception):
    """A backup or a restore cannot go on; the text is one line for a log and the owner."""
