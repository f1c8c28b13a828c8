"""Delivery on the server: a version that is well stays, one that is not makes way for the one before."""

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "ops" / "docker" / "deploy.sh"
# Stands in for Docker: writes down what it is told, and fails for what SICK names.
DOCKER = """#!/bin/sh
echo "$PLANNER_IMAGE $*" >>"$LOG"
cat >/dev/null
case "$* $PLANNER_IMAGE" in *"$SICK") exit 1 ;; esac
"""


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A checkout with the tags v1 and v2, of which v1 is deployed."""
    place = tmp_path / "server"
    (place / "ops" / "docker").mkdir(parents=True)
    (place / "ops" / "docker" / "secrets.sh").write_text("exit 0\n")
    commands = ["init -q", "add .", "commit -qm one", "tag v1", "commit -qm two --allow-empty", "tag v2"]
    for command in [*commands, f"remote add origin {place}"]:
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *command.split()]
        subprocess.run(git, cwd=place, check=True)
    (place / ".deployed").write_text("v1\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "docker").write_text(DOCKER)
    (tmp_path / "bin" / "docker").chmod(0o755)
    return place


def deploy(server: Path, version: str, *, sick: str = "nothing") -> "subprocess.CompletedProcess[str]":
    env = {
        "PATH": f"{server.parent / 'bin'}:{os.environ['PATH']}",
        "PLANNER_DIR": str(server),
        "LOG": str(server.parent / "log"),
        "SICK": sick,
    }
    # As the workflow does it: through standard input.
    return subprocess.run(
        ["sh", "-s", "--", "img", version],
        input=SCRIPT.read_text(),
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def at(server: Path) -> tuple[str, str]:
    """The commit that is checked out, and the version that counts as deployed."""
    described = subprocess.run(
        ["git", "describe", "--tags"], cwd=server, capture_output=True, text=True, check=True
    )
    return described.stdout.strip(), (server / ".deployed").read_text().strip()


def test_a_version_that_is_well_stays(server: Path) -> None:
    done = deploy(server, "v2")
    assert (done.returncode, done.stdout) == (0, "deployed v2\n"), done.stderr
    assert at(server) == ("v2", "v2")
    told = (server.parent / "log").read_text()
    assert (
        told.index("img:v2 compose pull")
        < told.index("img:v2 compose up")
        < told.index("img:v2 compose exec")
    )


@pytest.mark.parametrize(
    "sick",
    [
        "redis backup img:v2",
        "http://api:8000/health img:v2",
        "ops.docker.health worker img:v2",
        "pull --quiet img:v2",
    ],
)
def test_one_that_is_not_makes_way_for_the_one_before(server: Path, sick: str) -> None:
    done = deploy(server, "v2", sick=sick)
    assert done.returncode == 1
    assert "went back to v1" in done.stderr
    assert at(server) == ("v1", "v1")
    told = (server.parent / "log").read_text().splitlines()
    # Its `migrate` knows nothing of the schema that is there, and must not keep api and worker from starting.
    started = [line for line in told if line.startswith("img:v1 compose up")]
    assert len(started) == 2
    assert all("--no-deps" in line and "migrate" not in line for line in started)


def test_when_nothing_is_well_a_person_is_called(server: Path) -> None:
    done = deploy(server, "v2", sick="")
    assert done.returncode == 1
    assert "a person is needed" in done.stderr
    assert at(server)[1] == "v1"
