"""Reload: runs a command in development and starts it again when a source file changes. Standard library alone."""

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
        # A plain flag: a signal that comes while an Event holds its own lock would wait for itself for ever.
        self._told_to_stop = False

    def run(self) -> int:
        """Run, and run again after each change; returns 0 when told to stop. A command that fails waits for a change."""
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
    """Every source file under our folders of `root`, with its time of change in nanoseconds."""
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    return {path: _changed(path) for path in files}


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        # Editors replace a file by removing it first; the next look sees the new one.
        return 0


if __name__ == "__main__":
    sys.exit(Reloader(sys.argv[1:], Path.cwd()).run())
