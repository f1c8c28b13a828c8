"""The webhook commands, against the stand-in."""

from typing import Any

import pytest

from ops.cli import webhook
from ops.cli.refusal import CommandError
from ops.stores import free_port

SECRET = "a-secret_of-letters"


@pytest.fixture
def door(clean_settings: pytest.MonkeyPatch, telegram: Any) -> Any:
    for name, value in telegram.variables.items():
        clean_settings.setenv(name, value)
    clean_settings.setenv("WEBHOOK_URL", f"http://127.0.0.1:{free_port()}")
    clean_settings.setenv("TELEGRAM_SECRET_TOKEN", SECRET)
    return telegram


def test_set_registers_our_path_our_secret_and_our_kinds_of_updates(door: Any) -> None:
    said = webhook.register_webhook()
    info = door.bot.call("getWebhookInfo")
    assert info["url"].endswith("/webhook/telegram")
    assert said == f"Telegram sends updates to {info['url']}"
    messages = {"message", "edited_message", "callback_query", "my_chat_member"}
    assert set(info["allowed_updates"]) == messages | {"message_reaction"}
    assert SECRET not in said


def test_info_says_where_and_how_many(door: Any) -> None:
    webhook.register_webhook()
    shown = webhook.describe_webhook()
    assert "/webhook/telegram" in shown
    assert "waiting updates  0" in shown


def test_info_without_a_webhook_says_so(door: Any) -> None:
    assert "none: updates are fetched by long polling" in webhook.describe_webhook()


def test_delete_takes_it_away(door: Any) -> None:
    webhook.register_webhook()
    webhook.remove_webhook()
    assert door.bot.call("getWebhookInfo")["url"] == ""


@pytest.mark.parametrize("missing", ["WEBHOOK_URL", "TELEGRAM_SECRET_TOKEN", "TELEGRAM_BOT_TOKEN"])
def test_set_names_what_is_missing(door: Any, clean_settings: pytest.MonkeyPatch, missing: str) -> None:
    clean_settings.delenv(missing)
    with pytest.raises(CommandError, match=missing) as refused:
        webhook.register_webhook()
    assert refused.value.code == 2


def test_a_wrong_token_is_refused_without_being_shown(door: Any, clean_settings: pytest.MonkeyPatch) -> None:
    clean_settings.setenv("TELEGRAM_BOT_TOKEN", "999:another-bots-token-entirely")
    with pytest.raises(webhook.TelegramRefusedError) as refused:
        webhook.describe_webhook()
    assert refused.value.status == 401
    assert "another-bots" not in str(refused.value)


def test_a_telegram_that_is_away_is_said_without_the_token(
    door: Any, clean_settings: pytest.MonkeyPatch
) -> None:
    clean_settings.setenv("TELEGRAM_API_BASE_URL", f"http://127.0.0.1:{free_port()}/bot")
    with pytest.raises(
        webhook.TelegramUnreachableError, match=r"^Telegram is not reachable \(ConnectError\)$"
    ):
        webhook.describe_webhook()
