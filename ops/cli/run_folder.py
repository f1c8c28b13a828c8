"""The folder of one running planner: its data, its logs and a note with its addresses."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOTE = "running.json"


class AlreadyRunningError(Exception):
    """Another planner has locked the folder; `note` is its note."""

    def __init__(self, note: dict[str, Any]) -> None:
        super().__init__("already running")
        self.note = note


@contextmanager
def lock_run_folder(folder: Path) -> Iterator[Path]:
    """The folder, created if necessary and locked for this process. Raises AlreadyRunningError.

    The kernel drops the lock with the process that holds it, so a killed run blocks nobody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "logs").mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(read_note(folder)) from None
        (folder / NOTE).unlink(missing_ok=True)
        try:
            yield folder
        finally:
            (folder / NOTE).unlink(missing_ok=True)


def write_note(folder: Path, note: dict[str, Any]) -> None:
    """Write what runs here and where; the addresses contain passwords, so only the owner can read the file."""
    draft = folder / f"{NOTE}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"pid": os.getpid(), **note}, file)
    draft.replace(folder / NOTE)


def read_note(folder: Path) -> dict[str, Any]:
    """The note of the planner that runs in `folder`; empty when there is none (yet)."""
    try:
        note: dict[str, Any] = json.loads((folder / NOTE).read_text())
    except (OSError, ValueError):
        return {}
    return note


def is_locked(folder: Path) -> bool:
    """Whether a planner runs in `folder`."""
    try:
        with (folder / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
