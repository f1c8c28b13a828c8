"""Settings: every variable is checked at start, named when it is wrong, and its value never repeated."""

import re

import pytest

from models.runtime.settings import SettingsError, read_settings
from tests.tables import for_every

TOKEN = "123456:abcdefghijklmnopqrstuvwxyz0123456789"

WRONG = {
    "DATABASE_URL": "mysql://secret-word@host/x",
    "REDIS_URL": "http://secret-word",
    "TELEGRAM_BOT_TOKEN": "secret-word",
    "TELEGRAM_SECRET_TOKEN": "secret-word with a space",
    "WEBHOOK_URL": "secret-word",
    "DEFAULT_ZONE": "secret-word/Land",
    "DIGEST_TIME": "25:00",
    "PORT": "70000",
    "ENVIRONMENT": "secret-word",
    "BUDGET_DAY_USD": "-1",
    "WORKER_MAX_JOBS": "0",
}


@pytest.fixture(autouse=True)
def bare_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*WRONG, "DASHBOARD_OPEN", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("name", "value"), WRONG.items(), ids=WRONG.keys())
def test_a_wrong_value_is_named_in_one_line_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    text = str(refused.value)
    assert re.match(rf"{name} (must|should) be", text) or name in {"DEFAULT_ZONE", "TELEGRAM_BOT_TOKEN"}, text
    assert "\n" not in text
    assert "secret-word" not in text


def test_an_empty_variable_is_as_if_it_were_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_SECRET_TOKEN", "")
    monkeypatch.setenv("WEBHOOK_URL", "")
    found = read_settings()
    assert found.telegram_secret_token is None
    assert found.webhook_url is None


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(path))
    found = read_settings()
    assert found.telegram_bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(found)


@for_every(
    ("given", "address"),
    [
        ("https://planner.example", "https://planner.example/webhook/telegram"),
        ("https://planner.example/", "https://planner.example/webhook/telegram"),
        ("https://planner.example/webhook/telegram", "https://planner.example/webhook/telegram"),
    ],
)
def test_the_webhooks_address_is_complete(given: str, address: str) -> None:
    assert read_settings(webhook_url=given).webhook_address == address


def test_database_and_queue_addresses_take_their_usual_forms() -> None:
    for given in ("postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"):
        assert read_settings(database_url=given).database_url == "postgresql+asyncpg://u:p@h/d"
    assert read_settings(redis_url="valkey://h:1/0").redis_url == "redis://h:1/0"


def test_an_open_dashboard_is_refused_in_production() -> None:
    with pytest.raises(SettingsError, match="DASHBOARD"):
        read_settings(environment="production", dashboard_open=True)
