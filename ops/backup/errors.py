"""The error of backups and restores."""


class BackupError(Exception):
    """A backup or a restore has failed; the text is one line, without secrets, for a log and the owner."""
