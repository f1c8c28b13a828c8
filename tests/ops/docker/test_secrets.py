"""Secrets become files: from a filled `.env`, without asking, and again without losing what is in use."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from models.runtime.settings import Settings

ROOT = Path(__file__).parents[3]
TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"


def make(folder: Path, **given: str) -> "subprocess.CompletedProcess[str]":
    command = ["sh", str(ROOT / "ops/docker/secrets.sh"), str(folder / ".env"), str(folder / "secrets")]
    surroundings = {"PATH": os.environ["PATH"], **given}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "secrets").iterdir()}


def test_a_filled_env_gives_every_file_that_compose_names(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nWEBHOOK_URL=https://x.example\n")
    assert make(tmp_path).returncode == 0
    wanted = yaml.safe_load((ROOT / "compose.prod.yaml").read_text())["secrets"]
    assert read(tmp_path).keys() == wanted.keys()
    assert read(tmp_path)["telegram_bot_token"] == TOKEN


def test_the_product_takes_the_files_as_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f'export TELEGRAM_BOT_TOKEN="{TOKEN}"\n')
    make(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        if (tmp_path / "secrets" / name).exists():
            monkeypatch.setenv(f"{name.upper()}_FILE", str(tmp_path / "secrets" / name))
    settings = Settings()
    found = read(tmp_path)
    assert (
        settings.database_url
        == f"postgresql+asyncpg://planner:{found['database_password']}@postgres:5432/planner"
    )
    assert settings.redis_url == f"redis://:{found['redis_password']}@redis:6379/0"
    assert settings.openai_api_key is None
    assert settings.telegram_secret_token is not None


def test_a_second_run_keeps_passwords_and_takes_new_keys(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    make(tmp_path)
    before = read(tmp_path)
    make(tmp_path, OPENAI_API_KEY="sk-new")
    make(tmp_path)
    assert read(tmp_path) == before | {"openai_api_key": "sk-new"}


def test_others_on_the_machine_cannot_read_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    said = make(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert TOKEN not in said.stdout + said.stderr


def test_without_a_token_it_says_what_is_missing(tmp_path: Path) -> None:
    said = make(tmp_path)
    assert said.returncode == 2
    assert "TELEGRAM_BOT_TOKEN is missing" in said.stderr


def test_addresses_of_other_stores_are_taken_as_given(tmp_path: Path) -> None:
    make(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL="postgresql://a:b@db.example/planner?ssl=require")
    assert read(tmp_path)["database_url"] == "postgresql://a:b@db.example/planner?ssl=require"
