"""One command on a bare server: the release's files and images, what only a person knows, and nothing built."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

DOCKER_FILES = Path(__file__).parents[3] / "ops" / "docker"
# Stands in for Docker and for the programs of the system: writes down what it is told.
NOTED = """#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
case "$*" in *logs*) echo '{"open_this": "https://t.me/spoke_bot?start=abc-1"}' ;; esac
"""
ASKED = {
    "TELEGRAM_BOT_TOKEN": "1:x",
    "WEBHOOK_URL": "https://p.example.com",
    "CERTIFICATE_EMAIL": "a@example.com",
}


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A bare server, and beside it the repository of two releases, 1.1.0 and 1.2.0."""
    source = tmp_path / "source"
    (source / "ops" / "docker").mkdir(parents=True)
    for name in ("prepare_server.sh", "secrets.sh", "env_value.awk"):
        (source / "ops" / "docker" / name).write_text((DOCKER_FILES / name).read_text())
    (source / ".env.prod.example").write_text(
        "COMPOSE_FILE=compose.prod.yaml\nTELEGRAM_BOT_TOKEN=\nWEBHOOK_URL=\n"
    )
    for command in (
        "init -q",
        "add .",
        "commit -qm one",
        "tag v1.1.0",
        "commit -qm two --allow-empty",
        "tag v1.2.0",
    ):
        named = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *command.split()]
        subprocess.run(named, cwd=source, check=True)
    (tmp_path / "etc" / "sysctl.d").mkdir(parents=True)
    (tmp_path / "etc" / "fstab").touch()
    (tmp_path / "bin").mkdir()
    for name in ("docker", "swapon", "mkswap", "fallocate", "sysctl"):
        (tmp_path / "bin" / name).write_text(NOTED)
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "swapfile").touch()
    return tmp_path


def install(bare: Path, version: str, **asked: str) -> "subprocess.CompletedProcess[str]":
    env = {
        "PATH": f"{bare / 'bin'}:{os.environ['PATH']}",
        "LOG": str(bare / "log"),
        "PLANNER_DIR": str(bare / "planner"),
        "SOURCE": f"file://{bare / 'source'}",
        "ETC": str(bare / "etc"),
        "SWAPFILE": str(bare / "swapfile"),
    }
    # As it is told to be run: through standard input, and here without a terminal to ask at.
    return subprocess.run(
        ["setsid", "sh", "-s", "--", "Spoke/Planner", version],
        input=(DOCKER_FILES / "install.sh").read_text(),
        env=env | asked,
        capture_output=True,
        text=True,
        check=False,
    )


def values(bare: Path) -> dict[str, str]:
    lines = (bare / "planner" / ".env").read_text().splitlines()
    return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}


def test_a_bare_server_runs_a_release_and_shows_the_owner_s_link(bare: Path) -> None:
    done = install(bare, "1.1.0", **ASKED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "https://t.me/spoke_bot?start=abc-1"
    image = "ghcr.io/spoke/planner"
    assert values(bare) == {
        "COMPOSE_FILE": "compose.prod.yaml",
        **ASKED,
        "PLANNER_IMAGE": f"{image}:1.1.0",
        "BACKUP_IMAGE": f"{image}-backup:1.1.0",
        "CERTIFICATES_IMAGE": f"{image}-certificates:1.1.0",
    }
    assert stat.S_IMODE((bare / "planner" / ".env").stat().st_mode) == 0o600
    assert (bare / "planner" / ".env.secrets" / "telegram_bot_token").read_text() == "1:x"
    assert (bare / "etc" / "fstab").read_text() == f"{bare / 'swapfile'} none swap sw 0 0\n"
    assert "vm.overcommit_memory = 1" in (bare / "etc" / "sysctl.d" / "60-planner.conf").read_text()
    told = (bare / "log").read_text()
    assert (
        told.index("docker compose pull")
        < told.index("docker compose up -d --no-build")
        < told.index("--wait ")
    )
    assert "--build" not in told.replace("--no-build", "")


def test_a_newer_version_is_an_update_that_asks_nothing_and_keeps_what_was_set(bare: Path) -> None:
    assert install(bare, "1.1.0", **ASKED).returncode == 0
    (bare / "planner" / ".env").open("a").write("DEFAULT_ZONE=Europe/Berlin\n")
    done = install(bare, "1.2.0")
    assert done.returncode == 0, done.stderr
    now = values(bare)
    assert (now["PLANNER_IMAGE"], now["DEFAULT_ZONE"]) == ("ghcr.io/spoke/planner:1.2.0", "Europe/Berlin")
    assert now["TELEGRAM_BOT_TOKEN"] == "1:x"
    described = ["git", "-C", str(bare / "planner"), "describe", "--tags"]
    assert subprocess.check_output(described, text=True).strip() == "v1.2.0"


@pytest.mark.parametrize("missing", ASKED)
def test_without_a_terminal_what_is_missing_is_named_and_nothing_starts(bare: Path, missing: str) -> None:
    done = install(bare, "1.1.0", **{name: value for name, value in ASKED.items() if name != missing})
    assert done.returncode == 2
    assert f"{missing} is missing" in done.stderr
    assert "compose up" not in (bare / "log").read_text()
    assert not (bare / "planner" / ".env").exists()
