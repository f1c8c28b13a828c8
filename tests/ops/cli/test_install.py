"""The installer says what is missing on a bare machine, and shows how far it is."""

import os
import subprocess
from pathlib import Path

import pytest

from ops.cli.install_lock import show_progress

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "ops" / "cli" / "install.sh"


def install(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run the installer in an empty checkout where `python3` is this shell script and no other Python is."""
    fake = folder / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    env = {"PATH": os.environ["PATH"], "PYTHON_FOR_VENV": f"{folder}/no-such-python {fake}"}
    return subprocess.run(
        ["sh", str(SCRIPT), "lock.txt", ".venv/.stamp"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_named_as_such(tmp_path: Path) -> None:
    refused = install(tmp_path, "exit 1")
    assert refused.returncode == 1
    assert "Python 3.11 or newer is needed" in refused.stderr
    assert "apt install python3 python3-venv" in refused.stderr


def test_a_debian_without_venv_hears_which_package_to_install(tmp_path: Path) -> None:
    refused = install(tmp_path, 'case "$2" in *ensurepip*) exit 1 ;; esac')
    assert refused.returncode == 1
    assert "cannot make virtual environments" in refused.stderr
    assert "apt install python3-venv" in refused.stderr
    assert not (tmp_path / ".venv").exists()


def test_progress_counts_packages_and_keeps_the_last_lines(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"Collecting package-{number}\n" for number in range(40)]
    last = show_progress([*lines, "Installing collected packages: all\n", "ERROR: no room\n"], 40)
    said = capsys.readouterr().out
    assert "20 of at most 40 packages" in said
    assert "40 of at most 40 packages" in said
    assert "unpacking" in said
    assert last[-1] == "ERROR: no room\n"
    assert len(last) == 15


@pytest.mark.parametrize(
    "verb", ["demo", "run", "test", "lint", "format", "bench", "eval", "migrate", "lock", "clean", "help"]
)
def test_make_help_lists_every_verb(verb: str) -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"\n  make {verb} " in f"\n{shown}"


def test_plain_make_is_help() -> None:
    plain = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert plain.startswith("  make help")


def test_every_lock_is_hashed_and_the_smaller_are_parts_of_the_larger() -> None:
    folder = ROOT / "ops" / "requirements"
    names = {}
    for lock in ("runtime", "local", "dev"):
        lines = (folder / f"{lock}.txt").read_text().splitlines()
        pinned = [line for line in lines if "==" in line and not line.startswith((" ", "#"))]
        assert all(line.endswith("\\") for line in pinned), "a package without a hash"
        names[lock] = {line.split(" ;")[0].split(" \\")[0] for line in pinned}
    assert names["runtime"] < names["local"] < names["dev"]
