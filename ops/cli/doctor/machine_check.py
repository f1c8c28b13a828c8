"""Checks of this machine: free disk space, the kernel's memory settings, and the clock."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from models.runtime.clock import wall_ms
from ops.cli.doctor.findings import Finding, fail, format_size, ok, warn

DISK_WARN, DISK_FAIL = 2e9, 0.5e9
SMALL_MEMORY, SWAP_OF_SMALL = 1.6e9, 0.4e9
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


def check_memory_settings(proc: Path = Path("/proc")) -> Iterator[Finding]:
    """What a server needs beside its memory: room for Redis to copy itself while it rewrites its file, and swap."""
    try:
        overcommit = (proc / "sys/vm/overcommit_memory").read_text().strip()
        lines = (proc / "meminfo").read_text().splitlines()
    except OSError:
        # Not Linux, or a container that does not show it.
        return
    if overcommit == "1":
        yield ok("vm.overcommit_memory", overcommit)
    else:
        yield warn(
            "vm.overcommit_memory",
            f"is {overcommit}: when memory is short, Redis cannot rewrite its file",
            "on the server: sysctl -w vm.overcommit_memory=1, and the same line in /etc/sysctl.d/planner.conf",
        )
    size = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    memory, swap = size.get("MemTotal", 0), size.get("SwapTotal", 0)
    if memory < SMALL_MEMORY and swap < SWAP_OF_SMALL:
        yield warn(
            "swap",
            f"{format_size(swap)} beside {format_size(memory)} of memory",
            "add 1 GB, so that a build or a backup ends no process: ops/docs/production.md",
        )
    else:
        yield ok("swap", f"{format_size(swap)} beside {format_size(memory)} of memory")


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
