"""Reads the resident memory of this process."""

from pathlib import Path

_STATUS = Path("/proc/self/status")


def resident_mb() -> float | None:
    """Resident set size in MB; None on systems without /proc."""
    if not _STATUS.exists():
        return None
    for line in _STATUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return None
