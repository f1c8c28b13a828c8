"""Creates temporary folders for the stores of a test or of a scripted demo."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the folder
# The size that a few test databases and their write-ahead logs can reach.
ROOM_BYTES = 4 * 2**30


@contextmanager
def scratch_folder(name: str = "scratch", *, in_memory: bool = False) -> Iterator[Path]:
    """A fresh folder, removed at the end. Others may pass through it, so that root's PostgreSQL can run below it.

    `in_memory`: on a file system of memory where there is one with room, for stores that need not outlive the machine.
    """
    place = MEMORY if in_memory and _has_room(MEMORY) else None
    if place:
        _remove_abandoned(place)
    folder = Path(tempfile.mkdtemp(prefix=f"planner-{name}-{os.getpid()}-", dir=place))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_room(place: Path) -> bool:
    """Whether `place` takes gigabytes, and lets programs run: PostgreSQL's are copied there when root started us."""
    if not place.is_dir():
        return False
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize >= ROOM_BYTES and not found.f_flag & os.ST_NOEXEC


def _remove_abandoned(place: Path) -> None:
    """Remove folders of killed processes; in memory they would stay until the machine restarts."""
    for left in place.glob("planner-*-*-*"):
        pid = left.name.split("-")[-2]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
