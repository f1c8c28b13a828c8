"""The command itself: quick to help, and short when it refuses."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ops.cli.planner_processes import process_environment
from ops.stores import free_port
from tests.ops.cli.planner_command import BARE, planner
from tests.planner import Stores

COMMANDS = [
    "up",
    "demo",
    "migrate",
    "api",
    "worker",
    "sandbox",
    "doctor",
    "settings",
    "webhook",
    "backup",
    "restore",
    "import",
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, tmp_path: Path) -> None:
    shown = planner(name, "--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert f"Usage: planner {name}" in shown.stdout


def test_the_version_is_told(tmp_path: Path) -> None:
    shown = planner("--version", cwd=tmp_path)
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]["version"]
    assert shown.returncode == 0
    # The number of the release, and in a working copy the commit.
    assert re.fullmatch(rf"planner {re.escape(project)}(?:\+g[0-9a-f]+)?\n", shown.stdout)


def test_the_list_of_commands_names_them_all(tmp_path: Path) -> None:
    shown = planner("--help", cwd=tmp_path)
    assert [name for name in COMMANDS if name not in shown.stdout] == []


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    program = "import sys, ops.cli.main; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    shown = subprocess.run(
        [sys.executable, "-c", program],
        env=process_environment(BARE),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {
        "sqlalchemy",
        "sqlmodel",
        "fastapi",
        "pydantic",
        "httpx",
        "openai",
        "telegram",
        "redis",
        "asyncpg",
        "uvicorn",
    }
    assert heavy.isdisjoint(shown.stdout.split())


@pytest.mark.parametrize("name", ["api", "worker", "migrate", "up"])
def test_a_wrong_setting_is_one_line_that_names_it(name: str, tmp_path: Path) -> None:
    refused = planner(name, cwd=tmp_path, PORT="door")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "PORT" in refused.stderr
    assert "door" not in refused.stderr


def test_a_secret_that_is_refused_is_not_shown(tmp_path: Path) -> None:
    refused = planner("up", cwd=tmp_path, TELEGRAM_BOT_TOKEN="hunter2 is no token")
    assert refused.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in refused.stderr
    assert "hunter2" not in refused.stderr + refused.stdout


def test_production_without_a_webhook_secret_does_not_start(tmp_path: Path) -> None:
    refused = planner("api", cwd=tmp_path, ENVIRONMENT="production", PORT=str(free_port()))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "TELEGRAM_SECRET_TOKEN" in refused.stderr


def test_up_without_a_token_says_how_to_get_one(tmp_path: Path) -> None:
    refused = planner("up", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "@BotFather" in refused.stderr
    assert not (tmp_path / ".planner").exists()


def test_a_database_that_is_away_is_one_line(tmp_path: Path) -> None:
    refused = planner(
        "migrate", cwd=tmp_path, DATABASE_URL=f"postgresql://me:pass-word@127.0.0.1:{free_port()}/x"
    )
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "pass-word" not in refused.stderr


def test_people_s_commands_read_env_files_and_processes_do_not(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=door\n")
    assert "PORT" in planner("up", cwd=tmp_path).stderr
    away = f"redis://127.0.0.1:{free_port()}/0"
    refused = planner("api", cwd=tmp_path, LOG_LEVEL="loud", REDIS_URL=away)
    assert "LOG_LEVEL" in refused.stderr
    assert "PORT" not in refused.stderr


def test_after_a_rollback_migrating_leaves_the_next_release_s_schema_as_it_is(
    stores: Stores, tmp_path: Path
) -> None:
    name, url = stores.new_database()
    stores.postgres.sql("UPDATE alembic_version SET version_num = '9999'", name)
    refused = planner("migrate", cwd=tmp_path, DATABASE_URL=url)
    left = planner("migrate", "--allow-newer", cwd=tmp_path, DATABASE_URL=url)
    there = stores.postgres.sql("SELECT version_num FROM alembic_version", name)
    stores.postgres.drop_database(name)
    assert (refused.returncode, left.returncode) == (1, 0), left.stderr
    assert "newer than this code" in refused.stderr
    assert "It is left as it is." in left.stdout
    assert there == "9999"
