"""Runs a command in development and restarts it when a source file changes; needs only the standard library."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

FOLDERS = ("api", "worker", "models", "migrations", "ops")
SUFFIXES = {".py", ".lua", ".html", ".css", ".js", ".json", ".ftl", ".po"}
LOOK_SECONDS = 0.5
GRACE_SECONDS = 25.0


class Reloader:
    """Keeps one command running over a source tree until SIGTERM or SIGINT."""

    def __init__(self, command: list[str], root: Path) -> None:
        self._command = command
        self._root = root
        # A plain flag: a signal handler that sets an Event can deadlock on the Event's lock.
        self._told_to_stop = False

    def run(self) -> int:
        """Run the command and restart it after each change; returns 0 after a signal. A failed command waits for a change."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._told_to_stop:
            seen = source_times(self._root)
            process = subprocess.Popen(self._command)  # noqa: S603 - the container's own command line
            while not self._told_to_stop and source_times(self._root) == seen:
                time.sleep(LOOK_SECONDS)
            self._end(process)
        return 0

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def source_times(root: Path) -> dict[Path, int]:
    """The source files below `root` with their modification times in nanoseconds."""
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    return {path: _changed(path) for path in files}


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        # Editors remove a file before they replace it; the next check sees the new one.
        return 0


if __name__ == "__main__":
    sys.exit(Reloader(sys.argv[1:], Path.cwd()).run())
