"""Scratch folders: gone at the end, and in memory also after a killed process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops.stores import scratch, scratch_folder


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM_BYTES", 1)
    return tmp_path


def test_a_scratch_folder_is_gone_at_the_end(memory: Path) -> None:
    with scratch_folder("test") as on_disk, scratch_folder("test", in_memory=True) as in_memory:
        assert on_disk.parent != memory
        assert in_memory.parent == memory
        assert in_memory.stat().st_mode & 0o777 == 0o711
    assert not on_disk.exists()
    assert not in_memory.exists()


def test_what_a_killed_process_left_in_memory_is_taken_away_and_what_lives_is_left(memory: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, others = memory / f"planner-test-{ended.pid}-abc", memory / f"planner-test-{os.getppid()}-abc"
    strange = memory / "planner-of-somebody-else"
    for folder in (left, others, strange):
        (folder / "data").mkdir(parents=True)
    with scratch_folder("test", in_memory=True):
        assert not left.exists()
        assert others.exists()
        assert strange.exists()


def test_memory_without_room_is_not_used(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "ROOM_BYTES", 2**80)
    with scratch_folder("test", in_memory=True) as folder:
        assert folder.parent != memory
