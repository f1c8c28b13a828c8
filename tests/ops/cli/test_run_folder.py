"""One planner a folder, and no trace of a killed one in the way."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ops.cli.planner_processes import process_environment
from ops.cli.run_folder import AlreadyRunningError, is_locked, lock_run_folder, read_note, write_note

HOLD = (
    "import sys, pathlib\n"
    "from ops.cli.run_folder import lock_run_folder, write_note\n"
    "with lock_run_folder(pathlib.Path(sys.argv[1])) as folder:\n"
    "    write_note(folder, {'page': 'http://127.0.0.1:8081'})\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def test_the_second_hears_where_the_first_is(tmp_path: Path) -> None:
    with lock_run_folder(tmp_path) as folder:
        write_note(folder, {"page": "http://127.0.0.1:8081"})
        with pytest.raises(AlreadyRunningError) as refused, lock_run_folder(tmp_path):
            raise AssertionError("two of them")
        assert refused.value.note["page"] == "http://127.0.0.1:8081"
    assert not is_locked(tmp_path)


def test_a_killed_planner_does_not_hinder_the_next(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        env=process_environment({}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert is_locked(tmp_path)
        holder.send_signal(signal.SIGKILL)
    with lock_run_folder(tmp_path):
        assert read_note(tmp_path) == {}


def test_the_note_with_its_passwords_is_for_its_owner_alone(tmp_path: Path) -> None:
    with lock_run_folder(tmp_path) as folder:
        write_note(folder, {"DATABASE_URL": "postgresql://u:p@127.0.0.1/x"})
        assert (folder / "running.json").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "running.json").exists()


def test_a_folder_nobody_ever_held_is_free(tmp_path: Path) -> None:
    assert not is_locked(tmp_path / "never")
