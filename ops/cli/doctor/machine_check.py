"""Machine check: room on the disk, and a clock that is right."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from models.runtime.clock import wall_ms
from ops.cli.doctor.findings import Finding, fail, megabytes, ok, warn

DISK_WARN, DISK_FAIL = 2e9, 0.5e9
CLOCK_WARN_SECONDS, CLOCK_FAIL_SECONDS = 5, 60


def disk(folder: Path, what: str = "disk") -> Iterator[Finding]:
    """Free room where `folder` is, or would be."""
    there = folder.resolve()
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    found = f"{megabytes(free)} free at {there}"
    if free < DISK_FAIL:
        yield fail(what, found, "make room: without it nothing can be stored")
    elif free < DISK_WARN:
        yield warn(what, found, "make room soon")
    else:
        yield ok(what, found)


def clock(true_ms: float, source: str) -> Finding:
    """How far this machine's clock is from `true_ms` (milliseconds since the epoch), which `source` gave us."""
    off = (wall_ms() - true_ms) / 1000
    found = f"{abs(off):.1f} s {'ahead of' if off > 0 else 'behind'} {source}"
    if abs(off) >= CLOCK_FAIL_SECONDS:
        return fail(
            "clock", found, "set the clock (timedatectl set-ntp true): digests would come at wrong times"
        )
    if abs(off) >= CLOCK_WARN_SECONDS:
        return warn("clock", found, "let the clock be set by itself: timedatectl set-ntp true")
    return ok("clock", found)
