"""Checks of this machine: free disk space, and the clock."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from models.runtime.clock import wall_ms
from ops.cli.doctor.findings import Finding, fail, format_size, ok, warn

DISK_WARN, DISK_FAIL = 2e9, 0.5e9
CLOCK_WARN_SECONDS, CLOCK_FAIL_SECONDS = 5, 60


def check_free_disk(folder: Path, what: str = "disk") -> Iterator[Finding]:
    """Free space on the disk of `folder`, which need not exist."""
    there = folder.resolve()
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    found = f"{format_size(free)} free at {there}"
    if free < DISK_FAIL:
        yield fail(what, found, "free disk space: nothing can be stored without it")
    elif free < DISK_WARN:
        yield warn(what, found, "free disk space soon")
    else:
        yield ok(what, found)


def check_clock(true_ms: float, source: str) -> Finding:
    """How far this machine's clock is from `true_ms` (milliseconds since the epoch), which `source` gave us."""
    off = (wall_ms() - true_ms) / 1000
    found = f"{abs(off):.1f} s {'ahead of' if off > 0 else 'behind'} {source}"
    if abs(off) >= CLOCK_FAIL_SECONDS:
        return fail(
            "clock", found, "set the clock (timedatectl set-ntp true): digests would be sent at wrong times"
        )
    if abs(off) >= CLOCK_WARN_SECONDS:
        return warn("clock", found, "synchronise the clock: timedatectl set-ntp true")
    return ok("clock", found)
