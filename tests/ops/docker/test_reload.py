"""Development's reloader: a change starts the command anew, SIGTERM ends both, and the command is told to stop first."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[3]
# Says that it runs, then that it was told to stop.
COMMAND = (
    "import signal, sys, time\n"
    "def stop(*_):\n    print('stopped', flush=True); sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, stop)\n"
    "print('running', flush=True)\n"
    "signal.pause()\n"
)


@pytest.fixture
def reloader(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "door.py").write_text("one = 1\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.docker.reload", sys.executable, "-c", COMMAND],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    # Asked, not killed: its command would live on and hold the pipe open.
    process.terminate()
    process.communicate(timeout=PATIENCE_SECONDS)


def test_a_change_ends_the_command_and_starts_it_again(
    tmp_path: Path, reloader: "subprocess.Popen[str]"
) -> None:
    assert reloader.stdout is not None
    assert reloader.stdout.readline() == "running\n"
    (tmp_path / "api" / "door.py").write_text("two = 2\n")
    assert reloader.stdout.readline() == "stopped\n"
    assert reloader.stdout.readline() == "running\n"


def test_sigterm_ends_the_command_first(reloader: "subprocess.Popen[str]") -> None:
    assert reloader.stdout is not None
    assert reloader.stdout.readline() == "running\n"
    reloader.send_signal(signal.SIGTERM)
    assert reloader.stdout.readline() == "stopped\n"
    assert reloader.wait(10) == 0
